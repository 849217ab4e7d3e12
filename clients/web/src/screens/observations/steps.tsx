import { useEffect, useRef } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useText, type Words } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { KINDS, words } from "../../words/observations";
import type { ReportDraft } from "./report-draft";

interface Props {
  form: Shape<"ObservationForm">;
  report: ReportDraft;
  set: (change: Partial<ReportDraft>) => void;
}

/** The first two questions. Answers stay above and can be changed. */
export function Questions({ form, report, set }: Props) {
  const t = useText();
  if (report.kind === undefined) return <Question title={words.whatKind} large options={KINDS.map((kind) => [kind, t(words.kindsSaid[kind]), t(words.kindsMore[kind])])} onPick={(kind) => set({ kind })} />;
  const kind = <Cell onClick={() => set({ kind: undefined })} subtitle={t(words.whatKind)} trailing={t(words.change)}>{t(words.kindsSaid[report.kind])}</Cell>;
  if (report.studentId === undefined) {
    const names = form.classmates.map((classmate): [string, string] => [classmate.studentId, classmate.name]);
    return (
      <>
        <Cells>{kind}</Cells>
        <Question key="whom" title={words.whom} options={[["", t(words.nobody)], ...names]} onPick={(id) => set({ studentId: id || null })} />
      </>
    );
  }
  const name = form.classmates.find((classmate) => classmate.studentId === report.studentId)?.name;
  return (
    <Cells>
      {kind}
      <Cell onClick={() => set({ studentId: undefined })} subtitle={t(words.whom)} trailing={t(words.change)}>{name ?? t(words.nobody)}</Cell>
    </Cells>
  );
}

/** One question, each answer a large button. A tap leads to the next question. */
function Question<T extends string>({ title, options, onPick, large }: { title: Words; options: [value: T, name: string, more?: string][]; onPick: (value: T) => void; large?: boolean }) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // When the page opens, its title has the focus; later questions take it.
    if (!large) heading.current?.focus();
  }, []);
  return (
    <section class="section">
      <h2 ref={heading} tabIndex={-1}>{t(title)}</h2>
      <ul class={large ? "stack close" : "choices names"}>
        {options.map(([value, name, more], index) => (
          <li key={value} class={!large && index === 0 ? "whole" : undefined}>
            <button type="button" class="card pick" onClick={() => onPick(value)}>
              {name}
              {more && <span class="quiet small">{more}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
