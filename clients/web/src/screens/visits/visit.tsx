import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { useMutation, useIsQueued, write } from "../../api/write";
import { useText } from "../../text";
import { span } from "../../text/time";
import { Form } from "../../ui/form";
import { Button } from "../../ui/buttons";
import { Facts, Tag } from "../../ui/cells";
import { TextArea } from "../../ui/fields";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { Loaded } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { parts } from "../../words/parts";
import { words } from "../../words/visits";
import { AskMove, Propose } from "./moving";
import { status, tone, type Visit, type VisitPath } from "./status";
import { Team } from "./team";

/** One visit: the family answers, the team prepares, comes and records. */
export default function OneVisit() {
  const { params } = useRoute();
  const at = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path: at }, { store: true });
  return (
    <Page title={words.one} back>
      <Loaded of={visit}>{(data) => <Whole visit={data} at={at} />}</Loaded>
    </Page>
  );
}

function Whole({ visit, at }: { visit: Visit; at: VisitPath }) {
  const t = useText();
  return (
    <>
      <p><Tag tone={tone(visit)}>{t(status(visit))}</Tag></p>
      <Facts
        of={[
          [t(words.when), span(visit.startsAt, visit.endsAt, visit.timeZone)],
          [t(words.wished), visit.wishedAt && span(visit.wishedAt, new Date(Date.parse(visit.wishedAt) + Date.parse(visit.endsAt) - Date.parse(visit.startsAt)).toISOString(), visit.timeZone)],
          [t(words.student), visit.studentName],
          [t(words.who), visit.team.map((member) => member.name).join("、")],
          [t(words.how), t(words.modes[visit.mode])],
          [t(words.where), visit.mode === "video" ? undefined : (visit.place ?? t(words.atHome))],
          [t(words.message), visit.message],
          [t(words.reason), visit.reason],
        ]}
      />
      {visit.canAnswer && <Answer visit={visit} at={at} />}
      <Team visit={visit} at={at} />
      {visit.canMove && !visit.canRecord && <Propose visit={visit} at={at} />}
      {visit.canCancel && !visit.canAnswer && <Say visit={visit} at={at} what="cancel" />}
    </>
  );
}

function Answer({ visit, at }: { visit: Visit; at: VisitPath }) {
  const t = useText();
  const mutation = useMutation();
  const waits = useIsQueued();
  if (waits(/(confirm|decline)$/, at)) return <p class="note">{t(parts.kept)}</p>;
  const confirm = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/confirm", { path: at, version: visit.version, queueAs: words.waitsConfirm }, key),
      (done) => toast(done ? words.confirmed : parts.kept),
    );
  return (
    <>
      {visit.state === "proposed" && <Form mutation={mutation} send={confirm} button={words.confirm} />}
      <AskMove visit={visit} at={at} />
      <Say visit={visit} at={at} what={visit.state === "proposed" ? "decline" : "cancel"} />
    </>
  );
}

const SAY = {
  decline: { button: words.decline, done: words.declined, later: words.waitsDecline },
  cancel: { button: words.cancel, done: words.cancelled, later: undefined },
};

/** No to a visit, with a reason if one wants to give it. */
function Say({ visit, at, what }: { visit: Visit; at: VisitPath; what: "decline" | "cancel" }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const said = SAY[what];
  const send = () =>
    void mutation.run(
      // A family's reason is never put by: without network the words stay on the screen.
      (key) => write("post", `/api/v1/orgs/{org_id}/visits/{visit_id}/${what}` as const, { path: at, body: { reason: reason.trim() || null }, version: visit.version, queueAs: reason.trim() ? undefined : said.later }, key),
      (done) => {
        toast(done ? said.done : parts.kept);
        setOpen(false);
      },
    );
  return (
    <>
      <Button wide kind={what === "cancel" ? "danger" : "plain"} onClick={() => setOpen(true)}>{t(said.button)}</Button>
      {open && (
        <Sheet title={said.button} onClose={() => setOpen(false)}>
          <Form mutation={mutation} send={send} button={said.button} kind="danger">
            <TextArea label={words.why} maxLength={300} value={reason} onValue={setReason} />
          </Form>
        </Sheet>
      )}
    </>
  );
}
