import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock, isoDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { ProblemNote } from "../../ui/loaded";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { queued } from "../../words/queued";
import { words } from "../../words/run-sheet";
import { AllClear } from "./alert";
import { useDay } from "./kept-day";
import { ofVisit, saidAt, useWaits } from "./said";
import type { Visit, VisitPath } from "./status";
import { WriteDown } from "./write-down";

type RunSheetVisit = Shape<"RunSheetVisit">;

/** How long before its time a visit may begin: as on the server. */
const EARLY = 1_800_000;

/** What can be said of a visit now, by the phone's clock where the sheet is older; the server decides. */
function sayable({ visit, canBeLate, canSayAllClear, allClearAt, startedAt }: RunSheetVisit, today: boolean) {
  const now = Date.now();
  const agreed = visit.state === "confirmed";
  const begun = agreed && now >= Date.parse(visit.startsAt);
  const before = now < Date.parse(visit.endsAt);
  return {
    start: agreed && !startedAt && before && now >= Date.parse(visit.startsAt) - EARLY,
    allClear: canSayAllClear || (begun && visit.mode === "onsite" && !allClearAt),
    late: canBeLate || (agreed && today && before),
    record: visit.canRecord || begun,
  };
}

/** What the team says of a visit on its day, and its record. The main button is what comes next. */
export function StopActions({ of, today }: { of: RunSheetVisit; today: boolean }) {
  const t = useText();
  const { visit } = of;
  const path = { org_id: visit.orgId, visit_id: visit.visitId };
  const can = sayable(of, today);
  const waits = useWaits(path);
  const written = waits.record || waits.missed;
  return (
    <>
      {can.start && !written && <Start path={path} visit={visit} waits={waits.start} />}
      {can.allClear && !written && <AllClear path={path} visit={visit} />}
      {can.late && !written && (waits.late ? <p class="note">{t(words.waitsLate)}：{t(queued)}</p> : <Late path={path} visit={visit} />)}
      {can.record && <WriteDown visit={visit} path={path} later={can.start && !waits.start} />}
    </>
  );
}

/** The same on the visit's own page. Without network, and where the day was not read before, the server decides what it takes. */
export function DayActions({ visit }: { visit: Visit }) {
  const t = useText();
  const { sheet } = useDay({ path: { org_id: visit.orgId }, query: { day: isoDay(visit.startsAt, visit.timeZone) } });
  if (!sheet.data && !sheet.problem) return null;
  const said = sheet.data?.visits.find((one) => one.visit.visitId === visit.visitId);
  const nothing = { followUps: [], agreed: null, startedAt: null, allClearAt: null, canBeLate: false, canSayAllClear: false };
  return (
    <>
      {said?.startedAt && <p class="note">{t(words.startedAt(clock(said.startedAt, visit.timeZone)))}</p>}
      <StopActions of={{ ...(said ?? nothing), visit }} today />
    </>
  );
}

/** The team is with the family: the duty person sees it, should nobody say that all is well. */
function Start({ path, visit, waits }: { path: VisitPath; visit: Visit; waits: boolean }) {
  const t = useText();
  const mutation = useMutation();
  if (waits) return <p class="note">{t(words.waitsStart)}：{t(queued)}</p>;
  const send = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/start", { path, query: { saidAt: saidAt(key) }, version: visit.version, queueAs: ofVisit(words.waitsStart, visit) }, key),
      (saved) => toast(saved ? words.started : queued),
    );
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button wide kind="main" busy={mutation.busy} onClick={send}>{t(words.start)}</Button>
    </>
  );
}

const MINUTES = [10, 20, 30] as const;

/** The new times reach every family that still waits, in one tap. */
function Late({ path, visit }: { path: VisitPath; visit: Visit }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const send = (minutes: (typeof MINUTES)[number]) =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/late", { path, body: { minutes, saidAt: saidAt(key) }, version: visit.version, queueAs: ofVisit(words.waitsLate, visit) }, key), (saved) => {
      toast(saved ? words.lateTold : queued);
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
