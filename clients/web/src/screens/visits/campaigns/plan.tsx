import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { useRead } from "../../../api/read";
import { useMutation, write } from "../../../api/write";
import { useText } from "../../../text";
import { plainDay, span } from "../../../text/time";
import { Button } from "../../../ui/buttons";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { Choices } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { Loaded, ProblemNote } from "../../../ui/loaded";
import { Page, Section } from "../../../ui/page";
import { Progress } from "../../../ui/progress";
import { Sheet } from "../../../ui/sheet";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/plan";
import type { CampaignPath } from "./types";

type Plan = Shape<"CampaignPlan">;
type Wish = "best" | "pin" | "leave";
interface Family {
  studentId: string;
  studentName: string;
  wish: Wish;
  eveningId?: string;
}

const RELOAD_EVERY = 1500;

/** The plan of a campaign: the evenings with their visits, who does not fit and why, what to wish, and the button that proposes it (V9). */
export function PlanView({ path }: { path: CampaignPath }) {
  const plan = useRead("/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan", { path });
  const state = plan.data?.state;
  useEffect(() => {
    if (state !== "solving") return;
    const timer = setTimeout(plan.reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [plan.data, plan.problem]); // also after a failed try
  return (
    <Page title={words.title} back>
      <Loaded of={plan}>{(data) => <PlanBody plan={data} path={path} />}</Loaded>
    </Page>
  );
}

function PlanBody({ plan, path }: { plan: Plan; path: CampaignPath }) {
  const t = useText();
  const [open, setOpen] = useState<Family>();
  return (
    <>
      <p class="quiet small">{t(words.goal)}</p>
      <State plan={plan} path={path} />
      {plan.evenings.map((evening) => (
        <Section key={evening.eveningId} title={words.evening(plainDay(evening.day), evening.team.map((member) => member.name).join(" "))}>
          <Cells>
            {evening.visits.map((visit) => (
              <Cell key={visit.studentId} onClick={() => setOpen({ ...visit, wish: visit.pinned ? "pin" : "best", eveningId: evening.eveningId })} subtitle={`${span(visit.startsAt, visit.endsAt, plan.timeZone)}${visit.approximate ? ` · ${t(words.approximate)}` : ""}`} trailing={visit.pinned && <Tag>{t(words.pinned)}</Tag>}>
                {visit.studentName}
              </Cell>
            ))}
          </Cells>
          <p class="quiet small">{t(words.way(evening.travel))}</p>
        </Section>
      ))}
      {plan.unplaced.length > 0 && <Unplaced plan={plan} onOpen={setOpen} />}
      {plan.excluded.length > 0 && (
        <Section title={words.excluded}>
          <Cells>{plan.excluded.map((family) => <Cell key={family.studentId} onClick={() => setOpen({ ...family, wish: "leave" })}>{family.studentName}</Cell>)}</Cells>
        </Section>
      )}
      {plan.canApply && <ConfirmButton kind="main" action={words.apply} consequence={words.applySure} send={(key) => write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/apply", { path, version: plan.version }, key)} onDone={() => toast(words.applyDone)} />}
      {open && (
        <Sheet title={[open.studentName, open.studentName]} onClose={() => setOpen(undefined)}>
          <WishForm family={open} path={path} onDone={() => setOpen(undefined)} />
        </Sheet>
      )}
    </>
  );
}

/** How far the plan is, and how good. */
function State({ plan, path }: { plan: Plan; path: CampaignPath }) {
  const t = useText();
  const mutation = useMutation();
  const ask = (what?: "cancel") => void mutation.run<unknown>((key) => (what ? write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/cancel", { path }, key) : write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan", { path }, key)), () => undefined);
  if (plan.state === "solving") {
    return (
      <>
        <Progress label={t(words.solving)} share={plan.progressTotal ? plan.progressDone / plan.progressTotal : undefined} />
        <ProblemNote problem={mutation.problem} />
        <Button wide kind="plain" busy={mutation.busy} onClick={() => ask("cancel")}>{t(words.stop)}</Button>
      </>
    );
  }
  const made = plan.state === "ready" || plan.state === "applied";
  const changed = [...new Set(plan.changes.map((change) => change.name ?? t(words.changes[change.kind])))];
  return (
    <>
      {plan.state === null && <p class="note">{t(words.none)}</p>}
      {plan.state === "failed" && <p class="note soon">{t(words.failed)}</p>}
      {plan.state === "cancelled" && <p class="note">{t(words.cancelled)}</p>}
      {plan.state === "applied" && <p class="note">{t(words.applied)}</p>}
      {changed.length > 0 && <p class="note soon">{t(words.changed(changed.join(t(words.comma))))}</p>}
      {made && <p>{t(words.placedOf(plan.placed, plan.families))} · {t(plan.unproved ? words.gap(Math.ceil(plan.gap * 100)) : words.best)}</p>}
      <ProblemNote problem={mutation.problem} />
      <Button wide kind={made ? "plain" : "main"} busy={mutation.busy} onClick={() => ask()}>{t(made ? words.again : words.make)}</Button>
    </>
  );
}

function Unplaced({ plan, onOpen }: { plan: Plan; onOpen: (family: Family) => void }) {
  const t = useText();
  return (
    <Section title={words.unplaced}>
      <Cells>
        {plan.unplaced.map((family) => {
          const fix = family.fix && t(words.fix(t(words.fixes[family.fix.kind]), family.fix.day ? `${plainDay(family.fix.day)} ` : "", family.fix.families));
          const reason = t(words.reasons[family.reason]);
          return (
            <Cell key={family.studentId} onClick={() => onOpen({ ...family, wish: "best" })} subtitle={<>{family.clashes ? `${reason} · ${t(words.clashes(family.clashes))}` : reason}{fix && <><br />{fix}</>}</>}>
              {family.studentName}
            </Cell>
          );
        })}
      </Cells>
    </Section>
  );
}

function WishForm({ family, path, onDone }: { family: Family; path: CampaignPath; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [wish, setWish] = useState<Wish>(family.wish);
  const options: Wish[] = family.eveningId ? ["best", "pin", "leave"] : ["best", "leave"];
  const send = () => {
    const body = { excluded: wish === "leave", pinnedTo: wish === "pin" ? family.eveningId : undefined };
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/families/{student_id}", { path: { ...path, student_id: family.studentId }, body }, key), () => {
      toast(words.wished);
      onDone();
    });
  };
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Choices<Wish> wide label={words.wish} value={[wish]} onValue={([value]) => setWish(value ?? "best")} options={options.map((option) => [option, t(words.wishes[option])])} />
    </Form>
  );
}
