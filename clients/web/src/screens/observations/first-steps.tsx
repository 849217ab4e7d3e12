import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Params, useRead } from "../../api/read";
import { useMutation } from "../../api/write";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Choices } from "../../ui/fields";
import { useFetched } from "../../ui/fetched";
import { Lines } from "../../ui/helplines";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Sealed } from "../../ui/sealed";
import { first, STEPS } from "../../words/first-steps";
import { NATIONAL, URGENT } from "../../words/help";
import { cases } from "../../words/observations";
import type { Save } from "./case-props";

type Steps = Shape<"FirstSteps">;
type Kind = Shape<"FirstStepNew">["kind"];
type Answer = Shape<"FirstStepNew">["answer"];

interface Props {
  steps: Pick<Steps, "studentName" | "className" | "steps">;
  id: string;
  org: number;
  zone: string | undefined;
  save: Save;
  numbers: ComponentChildren;
}

/** What is settled first about an urgent report: whom to call, and four questions. It needs no authenticator and shows no text. */
export function FirstSteps({ steps, id, org, zone, save, numbers }: Props) {
  const t = useText();
  const mutation = useMutation();
  const [reason, setReason] = useState(false);
  const record = (kind: Kind, answer: Answer) => {
    if (answer === "not_told") setReason(true);
    else void mutation.run((key) => save({ kind, answer, note: null }, key));
  };
  return (
    <>
      <div class="note urgent">
        <h2>{t(first.title)}</h2>
        <p>{steps.studentName ? `${steps.studentName} · ${steps.className}` : t(first.noName(steps.className))}</p>
        <div class="buttons">
          {URGENT.map((line) => <a key={line.phone} class="button call" href={`tel:${line.phone}`}>{line.phone} {t(line.name)}</a>)}
        </div>
      </div>
      {STEPS.map(([kind, answers]) => (
        <Question key={kind} kind={kind} answers={answers} steps={steps} zone={zone} record={record} />
      ))}
      <ProblemNote problem={mutation.problem} />
      <Section title={first.whomToCall}>
        {numbers}
        <CallLines org={org} />
      </Section>
      {reason && <NotTold id={id} save={save} close={() => setReason(false)} />}
    </>
  );
}

/** One question with what was answered last, by whom and when. */
function Question({ kind, answers, steps, zone, record }: { kind: Kind; answers: Answer[]; steps: Props["steps"]; zone: string | undefined; record: (kind: Kind, answer: Answer) => void }) {
  const t = useText();
  const last = steps.steps.filter((step) => step.kind === kind).pop();
  // Shown at once; the answer of the server, a colleague's perhaps, takes its place.
  const [picked, setPicked] = useState<Answer>();
  useEffect(() => setPicked(undefined), [last?.stepId]);
  const shown = picked ?? last?.answer;
  const pick = (answer: Answer) => {
    if (answer !== "not_told") setPicked(answer);
    record(kind, answer);
  };
  return (
    <div class="card stack close">
      <Choices label={first.questions[kind]} value={shown ? [shown] : []} onValue={([answer]) => answer && pick(answer)} options={answers.map((answer): [Answer, string] => [answer, t(first.answers[answer])])} />
      {last && <p class="quiet small">{t(first.recorded(last.byName || t(cases.officer), `${day(last.at, zone)} ${clock(last.at, zone)}`))}</p>}
    </div>
  );
}

/** Fetched when it is asked for. */
function NotTold(props: { id: string; save: Save; close: () => void }) {
  return <Loaded of={useFetched(() => import("./not-told"))}>{({ NotTold }) => <NotTold {...props} />}</Loaded>;
}

type NumbersPath = "/api/v1/orgs/{org_id}/observations/{observation_id}/phones" | "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/phones";

/** Guardians and counsellors to call, behind a button, since each look is recorded. Nobody here knows what it is about, so a person decides. */
export function Numbers<P extends NumbersPath>({ path, params }: { path: P; params: Params<P> }) {
  const t = useText();
  return (
    <div class="card stack close">
      <p class="quiet small">{t(first.numbersLead)}</p>
      <Sealed path={path} params={params} button={first.numbers}>
        {(found) => {
          const { people } = found as Shape<"NumbersToCall">;
          return people.length ? people.map((one) => <a key={one.phone ?? one.mail} class="button call" href={one.phone ? `tel:${one.phone}` : `mailto:${one.mail}`}>{t(first.callParts[one.part])} {one.name} {one.phone ?? one.mail}</a>) : <p>{t(first.noNumbers)}</p>;
        }}
      </Sealed>
    </div>
  );
}

/** The school's own lines first, then those nearby and the national ones. */
function CallLines({ org }: { org: number }) {
  const lines = useRead("/api/v1/me/hotlines", undefined, { store: true });
  const near = (lines.data ?? []).filter((line, at, all) => line.orgId !== 0 && all.findIndex((other) => other.phone === line.phone) === at);
  const own = (line: { orgId: number; kind: string }) => (line.orgId === org || line.kind === "school" ? 0 : 1);
  const sorted = [...near].sort((a, b) => own(a) - own(b));
  return <Lines lines={[...sorted.map((line) => ({ phone: line.phone, name: [line.nameZh, line.nameEn] as const, hours: [line.hoursZh, line.hoursEn] as const })), ...NATIONAL]} />;
}

/** Who opened it and who read its text, and when. */
export function Readers({ of, zone }: { of: Shape<"Reader">[]; zone: string | undefined }) {
  const t = useText();
  if (!of.length) return null;
  const when = (at: string) => `${day(at, zone)} ${clock(at, zone)}`;
  return (
    <Section title={first.readers}>
      <ul class="cells">
        {of.map((reader) => (
          <li key={reader.accountId} class="step">
            <p>{reader.name || t(cases.officer)}</p>
            <p class="quiet small">{t(reader.readAt ? first.read(when(reader.readAt)) : first.opened(when(reader.openedAt)))}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
