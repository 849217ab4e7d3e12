import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { deadline, fullDay, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts } from "../../ui/cells";
import { Form } from "../../ui/form";
import { Section } from "../../ui/page";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { toast } from "../../ui/toast";
import { words } from "../../words/agreement";
import { words as visitWords } from "../../words/visits";
import type { AgreementForm } from "./agreement-form";
import type { Visit, VisitPath } from "./status";

/** What was agreed at a visit: a guardian confirms it, disagrees or adds a word, the school writes it and reads the answers. */
export function AgreementSection({ visit, path }: { visit: Visit; path: VisitPath }) {
  const page = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/agreement", { path }, { secret: true });
  const { agreement, canWrite, canAnswer } = page.data ?? { agreement: null, canWrite: false, canAnswer: false };
  if (!agreement && !canWrite) return null;
  return (
    <Section title={words.title}>
      {agreement && <Agreed agreement={agreement} visit={visit} />}
      {agreement && canAnswer && <Answer key={agreement.agreementId} agreement={agreement} path={path} zone={visit.timeZone} />}
      {agreement && <Answers agreement={agreement} visit={visit} canWrite={canWrite} />}
      {canWrite && <Write again={agreement !== null} path={path} />}
    </Section>
  );
}

function Agreed({ agreement, visit }: { agreement: Shape<"Agreement">; visit: Visit }) {
  const t = useText();
  return (
    <>
      <Facts
        of={[
          [t(words.steps), agreement.steps.map((step) => t(words.step(plainDay(step.dueOn), step.text))).join("\n")],
          [t(visitWords.recommended), agreement.recommended.map((item) => `${t(visitWords.kinds[item.kind])}：${item.name}`).join("\n")],
        ]}
      />
      <p class="quiet small">{t(words.written(agreement.writtenByName, deadline(agreement.writtenAt, visit.timeZone)))}</p>
    </>
  );
}

function Answers({ agreement, visit, canWrite }: { agreement: Shape<"Agreement">; visit: Visit; canWrite: boolean }) {
  const t = useText();
  if (!agreement.answers.length) return canWrite ? <p class="quiet">{t(words.none)}</p> : null;
  return (
    <>
      {agreement.answers.map((answer) => (
        <div key={answer.guardianId} class={answer.disagrees ? "note soon" : "card"}>
          <p class="quiet small">{t((answer.disagrees ? words.disagreed : answer.confirmedAt ? words.confirmed : words.said)(answer.guardianName, deadline(answer.answeredAt, visit.timeZone)))}</p>
          {answer.word && <p>{answer.word}</p>}
        </div>
      ))}
    </>
  );
}

/** The day that ends at this instant. */
function lastDay(until: string, zone: string): string {
  return fullDay(new Date(Date.parse(until) - 1), zone);
}

function Answer({ agreement, path, zone }: { agreement: Shape<"Agreement">; path: VisitPath; zone: string }) {
  const t = useText();
  const mutation = useMutation();
  const draft = useSealedDraft(`answer ${agreement.agreementId}`, "");
  const word = draft.value.trim();
  const send = (said: { confirms?: true; disagrees?: true }) =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/agreement/{agreement_id}/answer", { path: { ...path, agreement_id: agreement.agreementId }, body: { confirms: false, disagrees: false, ...said, word: word || null } }, key),
      () => {
        draft.forget();
        toast(words.told);
      },
    );
  return (
    <>
      <p>{t(words.lead)}</p>
      <Form mutation={mutation} send={() => send({ confirms: true })} button={words.confirm}>
        <SealedText draft={draft} label={words.word} maxLength={300} error={fieldError(mutation.problem, "word")} />
      </Form>
      <Button wide busy={mutation.busy} onClick={() => send({ disagrees: true })}>{t(words.disagree)}</Button>
      <Button wide kind="plain" busy={mutation.busy} onClick={() => (word ? send({}) : toast(words.wordFirst))}>{t(words.wordOnly)}</Button>
      <p class="quiet small">{t(words.until(lastDay(agreement.answerUntil, zone)))}</p>
    </>
  );
}

/** The form is fetched when somebody wants to write. */
function Write({ again, path }: { again: boolean; path: VisitPath }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [Fetched, setFetched] = useState<typeof AgreementForm>();
  useEffect(() => {
    if (open) void import("./agreement-form").then((module) => setFetched(() => module.AgreementForm), () => setOpen(false));
  }, [open]);
  if (open) return Fetched ? <Fetched path={path} close={() => setOpen(false)} /> : null;
  return <Button wide onClick={() => setOpen(true)}>{t(again ? words.writeAgain : words.write)}</Button>;
}
