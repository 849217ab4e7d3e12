import { useEffect, useRef } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Check, Input, Select, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { words } from "../../words/observations";
import { decideUrgent } from "./ask-danger";
import { DAYS_BACK, LONGEST } from "./limits";
import type { ReportDraft } from "./report-draft";

interface Props {
  org: Org;
  form: Shape<"ObservationForm">;
  report: ReportDraft;
  set: (change: Partial<ReportDraft>) => void;
  onDone: (urgent: boolean, observationId: string | undefined) => void;
}

/** The text, whether somebody may be in danger, and optional details. */
export function Sentence({ org, form, report, set, onDone }: Props) {
  const mutation = useMutation();
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => container.current?.querySelector("textarea")?.focus(), []);
  const send = async () => {
    if (!report.kind) return;
    const urgent = await decideUrgent(report.text, report.urgent);
    if (urgent === undefined) return;
    set({ urgent });
    const body = { kind: report.kind, text: report.text.trim(), studentId: report.studentId ?? null, urgent, seenOn: report.seenOn || null, aboutStaffId: report.aboutStaffId || null, slip: false };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, body }, key), (filed) => onDone(urgent, filed?.observationId));
  };
  return (
    <Form mutation={mutation} send={() => void send()} button={words.send} sealed>
      <div ref={container}>
        <TextArea label={words.sentence} hint={words.sentenceHint} required maxLength={LONGEST} value={report.text} onValue={(text) => set({ text })} error={fieldError(mutation.problem, "text")} />
      </div>
      <Danger urgent={report.urgent} set={(urgent) => set({ urgent })} />
      <Details org={org} form={form} report={report} set={set} dayError={fieldError(mutation.problem, "seenOn")} />
      <WhoKnows />
    </Form>
  );
}

function WhoKnows() {
  const t = useText();
  return <p class="quiet small">{t(words.whoKnows)}</p>;
}

/** The switch for danger; switched on, it shows where help is. */
export function Danger({ urgent, set }: { urgent: boolean; set: (urgent: boolean) => void }) {
  const t = useText();
  return (
    <div class={urgent ? "note urgent" : undefined}>
      <Check label={words.danger} value={urgent} onValue={set} />
      <div role="status">
        {urgent && (
          <div class="stack close">
            <p>{t(words.dangerMore)}</p>
            <p>{t(words.dangerNow)} <a href="/help">{t(words.toHelp)}</a></p>
          </div>
        )}
      </div>
    </div>
  );
}

export function Details({ org, form, report, set, dayError }: Omit<Props, "onDone"> & { dayError: string | undefined }) {
  const t = useText();
  const today = new Date();
  const first = new Date(today.getTime() - DAYS_BACK * 86_400_000);
  return (
    <details class="more-said">
      <summary>{t(words.details)}</summary>
      <div class="stack">
        <Input label={words.seenOn} hint={words.seenOnHint} type="date" min={isoDay(first, org.timeZone)} max={isoDay(today, org.timeZone)} value={report.seenOn} onValue={(seenOn) => set({ seenOn })} error={dayError} />
        <Select label={words.teacher} hint={words.teacherHint} value={report.aboutStaffId} onValue={(aboutStaffId) => set({ aboutStaffId })} options={[["", t(words.noTeacher)], ...form.teachers.map((teacher): [string, string] => [teacher.staffId, teacher.name])]} />
      </div>
    </details>
  );
}
