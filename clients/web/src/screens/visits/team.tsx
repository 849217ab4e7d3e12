import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { deadline, isoDay, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cells, Facts } from "../../ui/cells";
import { Section } from "../../ui/page";
import { Shown, Wrong } from "../../ui/shown";
import { confirm } from "../../ui/confirm";
import { tell } from "../../ui/toast";
import { words } from "../../words/visits";
import type { At, Visit } from "./visit";

/** What the visiting team needs: where the family lives, the record, what follows. */
export function Team({ visit, at }: { visit: Visit; at: At }) {
  const t = useText();
  const mine = visit.team.some((one) => one.accountId === account.get()?.accountId);
  const followed = visit.state === "recorded" && visit.canReadRecord;
  return (
    <>
      {mine && visit.state === "confirmed" && isoDay(visit.startsAt, visit.timeZone) >= isoDay(new Date(), visit.timeZone) && <Family at={at} />}
      {visit.canRecord && <a class="button main" href={`/visits/${at.org_id}/${at.visit_id}/record`}>{t(words.record)}</a>}
      {visit.canRecord && <Missed visit={visit} at={at} />}
      {visit.canReadRecord && <Record at={at} />}
      {followed && <FollowUps at={at} />}
    </>
  );
}

function Family({ at }: { at: At }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const family = useRead(open ? "/api/v1/orgs/{org_id}/visits/{visit_id}/family" : null, { path: at }, { secret: true });
  if (!open) {
    return (
      <div>
        <Button wide onClick={() => setOpen(true)}>{t(words.family)}</Button>
        <p class="quiet small">{t(words.familyMore)}</p>
      </div>
    );
  }
  return (
    <Section title={words.family}>
      <Shown of={family}>
        {(data) => (
          <>
            {data.address && <p class="card">{data.address}</p>}
            <Cells>
              {data.people.map((one) => (
                <li key={one.accountId}>
                  <a class="cell" href={one.phone ? `tel:${one.phone}` : undefined}>
                    <span class="what">
                      <span>{one.name}</span>
                      {one.comes && <span class="under">{t(words.comes)}</span>}
                    </span>
                    <span class="more">{one.phone}</span>
                  </a>
                </li>
              ))}
            </Cells>
            <p class="quiet small">{t(words.until(deadline(data.until)))}</p>
          </>
        )}
      </Shown>
    </Section>
  );
}

function Missed({ visit, at }: { visit: Visit; at: At }) {
  const t = useText();
  const mutation = useMutation();
  const miss = async () =>
    (await confirm(words.missed, words.missedSure)) &&
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/missed", { path: at, version: visit.version }, key), () => tell(words.missedSaved));
  return (
    <>
      <Wrong problem={mutation.problem} />
      <Button wide kind="plain" busy={mutation.busy} onClick={() => void miss()}>{t(words.missed)}</Button>
    </>
  );
}

/** Sealed text: opened when asked for, and forgotten with the page. */
function Record({ at }: { at: At }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const record = useRead(open ? "/api/v1/orgs/{org_id}/visits/{visit_id}/record" : null, { path: at }, { secret: true });
  if (!open) {
    return (
      <div>
        <Button wide onClick={() => setOpen(true)}>{t(words.openRecord)}</Button>
        <p class="quiet small">{t(words.openRecordMore)}</p>
      </div>
    );
  }
  return (
    <Section title={words.recordTitle}>
      <Shown of={record}>
        {(data) => (
          <Facts
            of={[
              [t(words.fields.atHome), data.atHome],
              [t(words.fields.familySays), data.familySays],
              [t(words.fields.guidance), data.guidance],
              [t(words.fields.nextSteps), data.nextSteps],
              [t(words.recommended), data.recommended.map((one) => `${t(words.kinds[one.kind])}：${one.name}`).join("\n")],
              [t(words.followUps), data.followUps.map((one) => `${plainDay(one.dueOn)} ${one.text}`).join("\n")],
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

function FollowUps({ at }: { at: At }) {
  const t = useText();
  const mutation = useMutation();
  const all = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/follow-ups", { path: at });
  const tick = (id: string) =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/follow-ups/{follow_up_id}/done", { path: { ...at, follow_up_id: id } }, key), () => tell(words.done));
  if (!all.data?.length) return null;
  return (
    <Section title={words.followUps}>
      <Wrong problem={mutation.problem} />
      <Cells>
        {all.data.map((one) => (
          <li key={one.followUpId}>
            <div class="cell">
              <span class="what">
                <span>{t(words.dueBy(plainDay(one.dueOn)))}</span>
                {!one.doneAt && one.dueOn < isoDay(new Date()) && <span><span class="tag soon">{t(words.overdue)}</span></span>}
              </span>
              {one.doneAt ? <span class="tag">{t(words.done)}</span> : <Button kind="plain" busy={mutation.busy} onClick={() => tick(one.followUpId)}>{t(words.tick)}</Button>}
            </div>
          </li>
        ))}
      </Cells>
    </Section>
  );
}
