import type { JSX } from "preact";
import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { useIsQueued } from "../../api/is-queued";
import { offline } from "../../api/problem";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { span } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts, Tag } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Form } from "../../ui/form";
import { Loaded, Loading, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { queued } from "../../words/queued";
import { words } from "../../words/visits";
import type { AgreementSection } from "./agreement";
import type { Ending, EndingProps } from "./ending";
import { ForFamily, isOwn } from "./for-family";
import { AskToMove, MoveVisit } from "./moving";
import { isAsked, status, tone, type Visit, type VisitPath } from "./status";
import { Team } from "./team";

/** One visit, its record (`/record`), whether it is over (`?alert=1`), or the run sheet of a day (`/visits/101/day`): no routes of their own on the first page. */
export default function VisitOrDay() {
  const { params, query } = useRoute();
  if (params.record) return <Later load={loadRecord} />;
  if (params.visit === "day") return <Later load={loadDay} />;
  return query.alert ? <Later load={loadAlert} /> : <OneVisit />;
}

type Screen = () => JSX.Element;
const loadAlert = (): Promise<Screen> => import("./alert").then((module) => module.VisitAlert);
const loadDay = (): Promise<Screen> => import("./run-sheet").then((module) => module.RunSheet);
const loadRecord = (): Promise<Screen> => import("./record").then((module) => module.default);

/** Fetched by those who make visits. */
function Later({ load }: { load: () => Promise<Screen> }) {
  const [Fetched, setFetched] = useState<Screen>();
  const [failed, setFailed] = useState(0);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    setFetched(undefined);
    void load().then((screen) => current && setFetched(() => screen), () => current && setFailed(tries + 1));
    return () => {
      current = false;
    };
  }, [load, tries]);
  if (Fetched) return <Fetched />;
  return failed > tries ? <ProblemNote problem={offline()} retry={() => setTries(failed)} /> : <Loading />;
}

/** One visit: the family answers it, the team prepares and records it. */
function OneVisit() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path }, { store: true });
  return (
    <Page title={words.one} back>
      <Loaded of={visit}>{(data) => <VisitView visit={data} path={path} />}</Loaded>
    </Page>
  );
}

function VisitView({ visit, path }: { visit: Visit; path: VisitPath }) {
  const home = useHome();
  const own = isOwn(visit, home.data);
  const facts = (
    <>
      {own ? <ForFamily visit={visit} home={home.data} /> : <ForStaff visit={visit} />}
      {visit.canAnswer && <Answer visit={visit} path={path} />}
    </>
  );
  const made = (
    <>
      <Team visit={visit} path={path} />
      {visit.state === "recorded" && <LaterAgreement visit={visit} path={path} />}
    </>
  );
  const changes = (
    <>
      {visit.canMove && !visit.canRecord && <MoveVisit visit={visit} path={path} />}
      {visit.canCancel && !visit.canAnswer && <EndVisit visit={visit} path={path} action="cancel" />}
    </>
  );
  // At a desk a visit that was made has its record beside it.
  if (own || visit.state !== "recorded") return <>{facts}{made}{changes}</>;
  return (
    <div class="stack split">
      <div class="stack">{facts}{changes}</div>
      <div class="stack">{made}</div>
    </div>
  );
}

function ForStaff({ visit }: { visit: Visit }) {
  const t = useText();
  return (
    <>
      <p><Tag tone={tone(visit)}>{t(status(visit))}</Tag></p>
      <Facts
        of={[
          [t(isAsked(visit) ? words.wasAt : words.when), span(visit.startsAt, visit.endsAt, visit.timeZone)],
          [t(words.wished), visit.wishedAt && span(visit.wishedAt, new Date(Date.parse(visit.wishedAt) + Date.parse(visit.endsAt) - Date.parse(visit.startsAt)).toISOString(), visit.timeZone)],
          [t(words.student), [visit.studentName, ...visit.siblings].join("、") + (visit.withSibling && !visit.siblings.length ? ` · ${t(words.withSibling)}` : "")],
          [t(words.who), visit.team.map((member) => member.name).join("、")],
          [t(words.how), t(words.modes[visit.mode])],
          [t(words.where), visit.mode === "video" ? undefined : (visit.place ?? t(words.atHome))],
          [t(words.answeredBy), visit.answeredBy?.name],
          [t(words.message), visit.message],
          [t(words.reason), visit.reason],
        ]}
      />
    </>
  );
}

/** Fetched with a visit that was made. */
function LaterAgreement(props: { visit: Visit; path: VisitPath }) {
  const [Fetched, setFetched] = useState<typeof AgreementSection>();
  useEffect(() => void import("./agreement").then((module) => setFetched(() => module.AgreementSection), () => undefined), []);
  return Fetched ? <Fetched {...props} /> : null;
}

function Answer({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const mutation = useMutation();
  const isQueued = useIsQueued();
  if (isQueued(/(confirm|decline)$/, path)) return <p class="note">{t(queued)}</p>;
  const confirm = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/confirm", { path, version: visit.version, queueAs: words.waitsConfirm }, key),
      (answered) => toast(answered ? words.confirmed : queued),
    );
  return (
    <>
      {visit.state === "proposed" && <Form mutation={mutation} send={confirm} button={words.confirm} />}
      <AskToMove visit={visit} path={path} />
      <EndVisit visit={visit} path={path} action={visit.state === "proposed" ? "decline" : "cancel"} />
    </>
  );
}

/** Declines or cancels a visit. The sheet is fetched when it is asked for. */
function EndVisit({ visit, path, action }: { visit: Visit; path: VisitPath; action: Ending }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button wide kind={action === "cancel" ? "danger" : "plain"} onClick={() => setOpen(true)}>{t(words[action])}</Button>
      {open && <EndSheet visit={visit} path={path} action={action} close={() => setOpen(false)} />}
    </>
  );
}

function EndSheet(props: EndingProps) {
  return <Loaded of={useFetched(() => import("./ending"))}>{({ EndSheet }) => <EndSheet {...props} />}</Loaded>;
}
