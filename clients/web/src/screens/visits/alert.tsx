import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock, span } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cells, Facts, Tag } from "../../ui/cells";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { reachLink } from "../../ui/reach";
import { queued } from "../../words/queued";
import { words } from "../../words/visit-alert";
import { words as visitWords } from "../../words/visits";
import { ofVisit, saidAt, useWaits } from "./said";
import type { VisitPath } from "./status";

type Alert = Shape<"VisitAlert">;

/** A visit that may not be over: the team says that all is well, and the duty person who was told calls them. */
export function VisitAlert() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const alert = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/alert", { path }, { secret: true });
  return (
    <Page title={words.title} back>
      <Loaded of={alert}>{(data) => <AlertView alert={data} path={path} />}</Loaded>
    </Page>
  );
}

function AlertView({ alert, path }: { alert: Alert; path: VisitPath }) {
  const t = useText();
  const phones = alert.people.some((person) => person.phone);
  return (
    <>
      <p><Tag tone={alert.open ? "soon" : "calm"}>{t(alert.open ? words.open : words.closed)}</Tag></p>
      <Facts
        of={[
          [t(visitWords.when), span(alert.startsAt, alert.endsAt, alert.timeZone)],
          [t(words.startedAt), alert.startedAt ? clock(alert.startedAt, alert.timeZone) : t(words.notStarted)],
          [t(visitWords.student), alert.studentName],
          [t(visitWords.who), phones ? undefined : alert.people.map((person) => person.name).join("、")],
        ]}
      />
      {phones && (
        <Section title={words.call}>
          <p class="quiet small">{t(words.callLead)}</p>
          <Cells>
            {alert.people.map((person, index) => (
              <li key={index}>
                <a class="cell" href={reachLink(person)}>
                  <span class="what">
                    <span>{person.name}</span>
                    <span class="under">{t(words.parts[person.part])}</span>
                  </span>
                  <span class="more">{person.phone ?? person.mail ?? t(words.noPhone)}</span>
                </a>
              </li>
            ))}
          </Cells>
        </Section>
      )}
      {alert.canSayAllClear && <AllClear path={path} visit={alert} />}
    </>
  );
}

/** One tap, and nobody is alerted. */
export function AllClear({ path, visit }: { path: VisitPath; visit: { startsAt: string; timeZone: string } }) {
  const t = useText();
  const mutation = useMutation();
  const waits = useWaits(path);
  if (waits.allClear) return <p class="note">{t(words.waits)}：{t(queued)}</p>;
  const send = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/all-clear", { path, query: { saidAt: saidAt(key) }, queueAs: ofVisit(words.waits, visit) }, key),
      (saved) => toast(saved ? words.said : queued),
    );
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button wide busy={mutation.busy} onClick={send}>{t(words.allClear)}</Button>
    </>
  );
}
