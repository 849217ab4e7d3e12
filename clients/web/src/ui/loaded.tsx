import type { ComponentChildren } from "preact";
import { isRefusal, type Problem } from "../api/problem";
import type { Read } from "../api/read";
import { useText, type Words } from "../text";
import { parts } from "../words/parts";
import * as problems from "../words/problems";
import { StepUp } from "./step-up";

/** What a read has: its data, or that it is loading, or the problem. Data from storage is marked as such. */
export function Loaded<T>({ of, children }: { of: Read<T>; children: (data: T) => ComponentChildren }) {
  const t = useText();
  if (of.data !== undefined) {
    return (
      <>
        {of.stale && <p class="note soon small" role="status">{t(problems.stale)}</p>}
        {of.problem && !of.stale && <ProblemNote problem={of.problem} retry={of.reload} />}
        {children(of.data)}
      </>
    );
  }
  if (of.problem) return <ProblemNote problem={of.problem} retry={of.reload} />;
  return <Loading />;
}

export function Loading() {
  const t = useText();
  return <p class="loading" role="status">{t(parts.loading)}</p>;
}

/** A problem in words; `retry` adds a button for another try, unless it can only fail again. `proved` runs once a missing second factor was given. */
export function ProblemNote({ problem, retry, proved = retry }: { problem: Problem | undefined; retry?: () => void; proved?: () => void }) {
  const t = useText();
  if (!problem) return null;
  return (
    <div class="note soon" role="alert">
      <p>{problem.message}</p>
      {problem.slug === "step-up-needed" ? <StepUp proved={proved} /> : retry && !isRefusal(problem) && <button type="button" class="button" onClick={retry}>{t(problems.again)}</button>}
    </div>
  );
}

/** Shown in place of an empty list. */
export function Empty({ words, children }: { words: Words; children?: ComponentChildren }) {
  const t = useText();
  return (
    <div class="empty">
      <p>{t(words)}</p>
      {children}
    </div>
  );
}
