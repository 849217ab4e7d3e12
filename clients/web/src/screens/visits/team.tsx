import { useEffect, useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { useIsQueued, write } from "../../api/write";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { deadline, isoDay } from "../../text/time";
import { Cells } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Loaded } from "../../ui/loaded";
import { OpenButton } from "../../ui/open-button";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { reachLink } from "../../ui/reach";
import { queued } from "../../words/queued";
import { words as recordWords } from "../../words/records";
import { words } from "../../words/visits";
import { ofVisit, useRefusedRecord, useWaits } from "./said";
import type { Visit, VisitPath } from "./status";
import type { Versions } from "./versions";

/** What the visiting team needs: the family's address and the record. */
export function Team({ visit, path }: { visit: Visit; path: VisitPath }) {
  const onTeam = visit.team.some((member) => member.accountId === account.get()?.accountId);
  const waits = useWaits(path);
  return (
    <>
      {onTeam && visit.state === "confirmed" && isoDay(visit.startsAt, visit.timeZone) >= isoDay(new Date(), visit.timeZone) && <OpenButton action={words.family} note={words.familyMore}>{() => <FamilyContacts path={path} />}</OpenButton>}
      {visit.canRecord && !waits.missed && <RecordLink path={path} />}
      {visit.canRecord && !waits.record && <MissedButton visit={visit} path={path} />}
      {visit.canReadRecord && <LaterVersions visit={visit} path={path} />}
    </>
  );
}

/** To the record of a visit; one that waits for the network is not written twice, one that was refused is opened again. `later`: something else comes first. */
export function RecordLink({ path, later }: { path: VisitPath; later?: boolean }) {
  const t = useText();
  const waits = useWaits(path);
  const refused = useRefusedRecord(path);
  if (waits.record) return <p class="note">{t(recordWords.waits)}：{t(queued)}</p>;
  return <a class={later ? "button wide" : "button main"} href={`/visits/${path.org_id}/${path.visit_id}/record`}>{t(refused ? recordWords.openRefused : words.record)}</a>;
}

/** Fetched for those who may read a record. Its texts need the network as well. */
function LaterVersions(props: { visit: Visit; path: VisitPath }) {
  const [Fetched, setFetched] = useState<typeof Versions>();
  useEffect(() => void import("./versions").then((module) => setFetched(() => module.Versions), () => undefined), []);
  return Fetched ? <Fetched {...props} /> : null;
}

function FamilyContacts({ path }: { path: VisitPath }) {
  const t = useText();
  const family = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/family", { path }, { secret: true });
  return (
    <Section title={words.family}>
      <Loaded of={family}>
        {(data) => (
          <>
            {data.address && <p class="card">{data.address}</p>}
            <Cells>
              {data.people.map((person) => (
                <li key={person.accountId}>
                  <a class="cell" href={reachLink(person)}>
                    <span class="what">
                      <span>{person.name}</span>
                      {person.comes && <span class="under">{t(words.comes)}</span>}
                    </span>
                    <span class="more">{person.phone ?? person.mail}</span>
                  </a>
                </li>
              ))}
            </Cells>
            <p class="quiet small">{t(words.until(deadline(data.until)))}</p>
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** Nobody was home: said without network too, and refused where the visit was moved or written down meanwhile. */
export function MissedButton({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const isQueued = useIsQueued();
  if (isQueued(/missed$/, path)) return <p class="note">{t(words.waitsMissed)}：{t(queued)}</p>;
  return (
    <ConfirmButton
      kind="plain"
      action={words.missed}
      consequence={words.missedSure}
      send={(key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/missed", { path, version: visit.version, queueAs: ofVisit(words.waitsMissed, visit) }, key)}
      onDone={(saved) => toast(saved ? words.missedSaved : queued)}
    />
  );
}
