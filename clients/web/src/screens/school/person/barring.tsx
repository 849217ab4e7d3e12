import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { fieldError } from "../../../api/problem";
import { write } from "../../../api/write";
import { useText } from "../../../text";
import { isoDay, plainDay } from "../../../text/time";
import { Choices, Input } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { words } from "../../../words/barring";
import { words as person } from "../../../words/person";
import { useChange } from "./change";

type Tie = Shape<"PersonTie">;

interface Props {
  student: Shape<"PersonStudent">;
  path: { org_id: number; student_id: string };
  tie: Tie;
  onDone: () => void;
}

const TIE = "/api/v1/orgs/{org_id}/roster/students/{student_id}/guardians/{guardian_id}" as const;

/** A court's order against a guardian: recorded, shown, and lifted. */
export function Barring({ tie, ...props }: Props) {
  return tie.bar ? <Barred tie={tie} bar={tie.bar} {...props} /> : <BarForm tie={tie} {...props} />;
}

function BarForm({ student, path, tie, onDone }: Props) {
  const t = useText();
  const { mutation, run } = useChange(onDone, person.ended);
  const today = isoDay(new Date());
  const [bar, setBar] = useState<{ orderedOn: string; paper: string; also: string[] }>({ orderedOn: today, paper: "", also: [] });
  const where = { ...path, guardian_id: tie.guardianId };
  const send = () => run(words.bar, (dryRun, key) => write("post", `${TIE}/bar`, { path: where, query: { dryRun }, body: bar, version: student.version }, key), words.barSure(tie.name, student.name));
  return (
    <section class="stack">
      <h3>{t(words.bar)}</h3>
      <p class="quiet">{t(words.barLead)}</p>
      <Form mutation={mutation} send={send} button={words.bar} kind="ending">
        {tie.colleagues.length > 0 && <Choices multiple wide label={words.also} hint={words.alsoHint(tie.name)} value={bar.also} onValue={(also) => setBar({ ...bar, also })} options={tie.colleagues.map((one) => [one.accountId, `${one.name} · ${t(words.why[one.why])}`])} />}
        <Input label={words.orderedOn} type="date" required max={today} value={bar.orderedOn} onValue={(orderedOn) => setBar({ ...bar, orderedOn })} error={fieldError(mutation.problem, "orderedOn")} />
        <Input label={words.paper} required maxLength={120} value={bar.paper} onValue={(paper) => setBar({ ...bar, paper })} error={fieldError(mutation.problem, "paper")} />
      </Form>
    </section>
  );
}

function Barred({ student, path, tie, bar, onDone }: Props & { bar: NonNullable<Tie["bar"]> }) {
  const t = useText();
  const { mutation, run } = useChange(onDone, person.ended);
  const send = () => run(words.lift, (dryRun, key) => write("post", `${TIE}/lift`, { path: { ...path, guardian_id: tie.guardianId }, query: { dryRun }, version: student.version }, key), words.liftSure(tie.name));
  return (
    <div class="stack">
      <p>{t(person.barred)}</p>
      <p class="quiet">{t(words.barredOn(plainDay(bar.orderedOn), bar.recordedByName))}</p>
      <p class="quiet">{bar.paper ?? t(words.paperHidden)}</p>
      <Form mutation={mutation} send={send} button={words.lift} kind="danger" />
    </div>
  );
}
