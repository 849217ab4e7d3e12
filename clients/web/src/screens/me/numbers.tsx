import { useState } from "preact/hooks";
import type { Home, Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/numbers";

const CONFIRMS = ["school_admin", "counsellor", "grade_lead", "leader", "class_teacher", "guardian"];

/** When one's own number was moved, and whom one may confirm. Nothing where no number was moved. */
export function Numbers({ home }: { home: Home }) {
  const orgs = home.numberClosedUntil ? [] : home.orgs.filter((org) => org.roles.some((role) => CONFIRMS.includes(role)));
  return (
    <>
      <OwnNumber />
      {orgs.map((org) => <Waiting key={org.orgId} org={org} />)}
    </>
  );
}

function OwnNumber() {
  const t = useText();
  const read = useRead("/api/v1/me/number-moves", undefined, { secret: true });
  const moves = read.data;
  if (!moves?.length) return null;
  const state = (move: (typeof moves)[number]) => (move.outcome ? words.outcomes[move.outcome] : new Date(move.endsAt) <= new Date() ? words.lapsed : move.bySecret ? words.openBySecret : words.open);
  return (
    <Section title={words.title}>
      <Cells>
        {moves.map((move) => <Cell key={move.movedAt} trailing={fullDay(move.movedAt)} subtitle={t(state(move))}>{t(words.by(move.movedByName))}</Cell>)}
      </Cells>
      {moves.some((move) => move.bySecret && new Date(move.endsAt) > new Date()) && <Settle done={read.reload} />}
    </Section>
  );
}

/** Who had no number says by their passphrase whether the new one is theirs. */
function Settle({ done }: { done: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [secret, setSecret] = useState("");
  const send = (mine: boolean) =>
    mutation.run((key) => write("post", "/api/v1/me/number-moves/settle", { body: { secret, mine } }, key), () => {
      toast(mine ? words.isMine : words.notMine);
      done();
    });
  const refuse = async () => secret !== "" && (await confirm(words.refuse, words.refuseSure)) && (await send(false));
  return (
    <Form mutation={mutation} button={words.mine} send={() => void send(true)}>
      <p class="quiet small">{t(words.settleLead)}</p>
      <Input label={words.secret} type="password" autocomplete="off" required maxLength={64} value={secret} onValue={setSecret} />
      <Button kind="danger" wide onClick={() => void refuse()}>{t(words.refuse)}</Button>
    </Form>
  );
}

function Waiting({ org }: { org: Org }) {
  const t = useText();
  const mutation = useMutation();
  const path = { org_id: org.orgId };
  const waiting = useRead("/api/v1/orgs/{org_id}/number-moves", { path }, { secret: true });
  if (!waiting.data?.length) return null;
  const agree = async (accountId: string, name: string) => {
    if (!(await confirm(words.confirm, words.confirmSure(name)))) return;
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/number-moves/{account_id}/confirm", { path: { ...path, account_id: accountId } }, key), () => {
      toast(words.confirmed);
      waiting.reload();
    });
  };
  return (
    <Section title={words.waiting}>
      <p class="quiet small">{t(words.waitingLead)}</p>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      <Cells>
        {waiting.data.map((one) => (
          <li key={one.accountId}>
            <div class="cell">
              <span class="what">
                <span>{[one.name, ...one.children].join(" · ")}</span>
                <span class="under">{t(words.by(one.movedByName))} · {fullDay(one.movedAt)}</span>
              </span>
              <Button kind="plain" busy={mutation.busy} onClick={() => void agree(one.accountId, one.name)}>{t(words.confirm)}<span class="sr"> {one.name}</span></Button>
            </div>
          </li>
        ))}
      </Cells>
    </Section>
  );
}
