import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import type { Read } from "../api/read";
import { type Words, useText } from "../text";
import { parts } from "../words/parts";
import * as problems from "../words/problems";

/** What a read has to show: its data, or that it loads, or what went wrong and what to do, or that it is from last time. */
export function Shown<T>({ of, children }: { of: Read<T>; children: (data: T) => ComponentChildren }) {
  const t = useText();
  if (of.data !== undefined) {
    return (
      <>
        {of.old && <p class="note soon small" role="status">{t(problems.stale)}</p>}
        {of.problem && !of.old && <Wrong problem={of.problem} again={of.again} />}
        {children(of.data)}
      </>
    );
  }
  if (of.problem) return <Wrong problem={of.problem} again={of.again} />;
  return <Loading />;
}

export function Loading() {
  const t = useText();
  return <p class="loading" role="status">{t(parts.loading)}</p>;
}

/** A problem in words; `again` availability another try. */
export function Wrong({ problem, again }: { problem: Problem | undefined; again?: () => void }) {
  const t = useText();
  if (!problem) return null;
  return (
    <div class="note soon" role="alert">
      <p>{problem.sentence}</p>
      {problem.slug === "step-up-needed" && <p><a href="/sign-in/staff">{t(parts.stepUp)}</a> · <a href="/me/safety">{t(parts.stepUpFirst)}</a></p>}
      {again && <button type="button" class="button" onClick={again}>{t(problems.again)}</button>}
    </div>
  );
}

/** Nothing here, kindly said. */
export function Empty({ words, children }: { words: Words; children?: ComponentChildren }) {
  const t = useText();
  return (
    <div class="empty">
      <p>{t(words)}</p>
      {children}
    </div>
  );
}
