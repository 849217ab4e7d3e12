import { useEffect, useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { deadline, isoDay } from "../../text/time";
import { Cells } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Loaded } from "../../ui/loaded";
import { OpenButton } from "../../ui/open-button";
import { Section } from "../../ui/page";
import { reachLink } from "../../ui/reach";
import { words } from "../../words/visits";
import type { Visit, VisitPath } from "./status";
import type { Versions } from "./versions";
import { WriteDown } from "./write-down";

/** What the visiting team needs: the family's address and the record. */
export function Team({ visit, path }: { visit: Visit; path: VisitPath }) {
  const onTeam = visit.team.some((member) => member.accountId === account.get()?.accountId);
  const [day, today] = [visit.startsAt, new Date()].map((at) => isoDay(at, visit.timeZone));
  const agreed = onTeam && visit.state === "confirmed";
  return (
    <>
      {agreed && day! >= today! && <OpenButton action={words.family} note={words.familyMore}>{() => <FamilyContacts path={path} />}</OpenButton>}
      {agreed && day === today ? <OnTheDay visit={visit} /> : visit.canRecord && <WriteDown visit={visit} path={path} />}
      {visit.canReadRecord && <LaterVersions visit={visit} path={path} />}
    </>
  );
}

/** Fetched for those who may read a record. Its texts need the network as well. */
function LaterVersions(props: { visit: Visit; path: VisitPath }) {
  const [Fetched, setFetched] = useState<typeof Versions>();
  useEffect(() => void import("./versions").then((module) => setFetched(() => module.Versions), () => undefined), []);
  return Fetched ? <Fetched {...props} /> : null;
}

/** Fetched on the day of the visit. */
function OnTheDay({ visit }: { visit: Visit }) {
  return <Loaded of={useFetched(() => import("./stop-actions"))}>{({ DayActions }) => <DayActions visit={visit} />}</Loaded>;
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
