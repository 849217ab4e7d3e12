import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Select } from "../../ui/fields";
import { Section } from "../../ui/page";
import { words } from "../../words/roster-numbers";

type NumberAsk = Shape<"RosterImport">["numbers"][number];
export type Answers = Record<string, boolean | null>;

/** From this many on, one button answers for all. */
const MANY = 3;

/** The answers that an import already has. */
export const answersOf = (numbers: NumberAsk[]): Answers => Object.fromEntries(numbers.map((one) => [one.accountId, one.same]));

/** What is sent: the answers that were given. */
export const settledOf = (answers: Answers) => Object.entries(answers).flatMap(([accountId, same]) => (same === null ? [] : [{ accountId, same }]));

/** Who may be the same person with a new number, each by name. */
export function Numbers({ of, answers, setAnswers }: { of: NumberAsk[]; answers: Answers; setAnswers: (answers: Answers) => void }) {
  const t = useText();
  const valueOf = (one: NumberAsk) => ({ true: "same", false: "other", null: "" })[`${answers[one.accountId] ?? null}`];
  const answer = (one: NumberAsk, value: string) => setAnswers({ ...answers, [one.accountId]: value ? value === "same" : null });
  return (
    <Section title={words.title}>
      <p class="quiet small">{t(words.lead)}</p>
      {of.length >= MANY && (
        <Button kind="plain" wide onClick={() => setAnswers(Object.fromEntries(of.map((one) => [one.accountId, true])))}>{t(words.all(of.length))}</Button>
      )}
      {of.map((one) => (
        <Select
          key={one.accountId}
          required
          label={words.who(one.part, one.name, one.detail, one.endsWith)}
          value={valueOf(one)}
          onValue={(value) => answer(one, value)}
          options={[["", t(words.choose)], ["same", t(words.same)], ["other", t(words.other)]]}
        />
      ))}
    </Section>
  );
}
