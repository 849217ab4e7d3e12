import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome, zonesOf } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay, plainDay, spanLines } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { goTo } from "../../ui/history";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { OpenButton } from "../../ui/open-button";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/run-sheet";
import { words as visitWords } from "../../words/visits";
import { Homes } from "./run-sheet-homes";
import { AllClear } from "./alert";
import type { CannotCome } from "./handover";
import { status, tone } from "./status";
import { MissedButton } from "./team";

type RunSheetVisit = Shape<"RunSheetVisit">;

const DAY = 86_400_000;

/** The reader's agreed visits of a day, in order: on the phone, or on one sheet of paper. */
export function RunSheet() {
  const t = useText();
  const { params, query } = useRoute();
  const orgId = Number(params.org);
  const zone = zonesOf(useHome().data).get(orgId);
  const today = isoDay(new Date(), zone);
  const tomorrow = isoDay(new Date(Date.now() + DAY), zone);
  const on = /^\d{4}-\d\d-\d\d$/.test(query.on ?? "") ? query.on! : today;
  const at = { path: { org_id: orgId }, query: { day: on } };
  const sheet = useRead("/api/v1/orgs/{org_id}/run-sheet", at, { store: true });
  return (
    <Page title={words.title} back>
      <Choices label={words.day} value={[on]} onValue={([day]) => day && goTo(`/visits/${orgId}/day?on=${day}`, true)} options={[[today, t(words.today)], [tomorrow, t(words.tomorrow)]]} />
      <Loaded of={sheet}>
        {({ visits }) =>
          visits.length ? (
            <>
              <p class="only-print">{plainDay(on)}</p>
              {visits.map((one) => <Stop key={one.visit.visitId} of={one} />)}
              {visits.some(({ visit }) => visit.state === "confirmed" && visit.mode === "onsite") && (
                <OpenButton key={on} action={words.homes} note={words.homesMore}>{() => <Homes at={at} visits={visits} />}</OpenButton>
              )}
              {visits.some(({ visit }) => visit.state === "confirmed" && Date.parse(visit.startsAt) > Date.now()) && <LaterCannotCome key={`cannot ${on}`} at={at} />}
              <Section title={words.ask}>
                <Cells>{(["atHome", "familySays", "guidance", "nextSteps"] as const).map((field) => <Cell key={field}>{t(visitWords.fields[field])}</Cell>)}</Cells>
              </Section>
              <Button wide onClick={() => window.print()}>{t(words.print)}</Button>
            </>
          ) : (
            <Empty words={words.none} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** Fetched with a day that has visits to come; handing it over needs the network as well. */
function LaterCannotCome(props: Parameters<typeof CannotCome>[0]) {
  const [Fetched, setFetched] = useState<typeof CannotCome>();
  useEffect(() => void import("./handover").then((module) => setFetched(() => module.CannotCome), () => undefined), []);
  return Fetched ? <Fetched {...props} /> : null;
}

function Stop({ of: { visit, followUps, canBeLate, canSayAllClear } }: { of: RunSheetVisit }) {
  const t = useText();
  const path = { org_id: visit.orgId, visit_id: visit.visitId };
  const address = `/visits/${visit.orgId}/${visit.visitId}`;
  const place = visit.mode === "video" ? t(visitWords.modes.video) : (visit.place ?? t(visitWords.atHome));
  return (
    <section class="card stack close stop">
      <h2>
        <a href={address}>{spanLines(visit.startsAt, visit.endsAt, visit.timeZone)[1]} {visit.studentName}</a>
      </h2>
      <p>{[place, ...(visit.team.length > 1 ? [visit.team.map((member) => member.name).join("、")] : [])].join(" · ")}</p>
      <p><Tag tone={tone(visit)}>{t(status(visit))}</Tag></p>
      {followUps.length > 0 && (
        <>
          <p>{t(words.followUps)}</p>
          <ul>
            {followUps.map((one) => (
              <li key={one.followUpId}><a href={`/visits/${visit.orgId}/${one.visitId}`}>{t(words.followUp(plainDay(one.dueOn)))}</a></li>
            ))}
          </ul>
        </>
      )}
      {canSayAllClear && <AllClear path={path} />}
      {canBeLate && <Late path={path} version={visit.version} />}
      {visit.canRecord && <a class="button main" href={`${address}/record`}>{t(visitWords.record)}</a>}
      {visit.canRecord && <MissedButton visit={visit} path={path} />}
    </section>
  );
}

const MINUTES = [10, 20, 30] as const;

/** The new times reach every family that still waits, in one tap. */
function Late({ path, version }: { path: { org_id: number; visit_id: string }; version: number }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const send = (minutes: (typeof MINUTES)[number]) =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/late", { path, body: { minutes }, version }, key), () => {
      toast(words.lateTold);
      setOpen(false);
    });
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.late)}</Button>
      {open && (
        <Sheet title={words.late} onClose={() => setOpen(false)}>
          <p class="quiet small">{t(words.lateLead)}</p>
          {mutation.problem?.slug === "time-taken" ? <p class="note">{t(words.lateTaken)}</p> : <ProblemNote problem={mutation.problem} />}
          {MINUTES.map((minutes) => <Button key={minutes} wide busy={mutation.busy} onClick={() => send(minutes)}>{t(words.lateBy(minutes))}</Button>)}
        </Sheet>
      )}
    </>
  );
}
