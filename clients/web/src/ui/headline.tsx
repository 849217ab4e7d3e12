import type { ComponentChildren } from "preact";
import { Hours, Leaf, type Time } from "./day-cell";

/** What the page of an appointment begins with, large: the day and the hours; below them `lines` and `children`. */
export function Headline({ lines, children, ...time }: Time & { lines: ComponentChildren[]; children?: ComponentChildren }) {
  return (
    <section class="card headline">
      <Leaf {...time} />
      <div class="stack close">
        <h2><Hours {...time} /></h2>
        {lines.filter(Boolean).map((line, number) => <p key={number}>{line}</p>)}
        {children}
      </div>
    </section>
  );
}
