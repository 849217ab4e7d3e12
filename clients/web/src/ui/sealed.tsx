import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import { type Data, fetchData, type GetPath, type Params } from "../api/read";
import { useText, type Words } from "../text";
import { parts } from "../words/parts";
import { Button } from "./buttons";
import { useConfidential } from "./confidential";
import { ProblemNote } from "./loaded";

interface Props<P extends GetPath> {
  path: P;
  params: Params<P>;
  button: Words;
  children: (data: Data<P>) => ComponentChildren;
}

/** Confidential text behind a button, since each opening is recorded. It is fetched once, and discarded when it is hidden or the page is left. */
export function Sealed<P extends GetPath>({ path, params, button, children }: Props<P>) {
  const t = useText();
  const [data, setData] = useConfidential<Data<P> | undefined>(undefined);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    setProblem(undefined);
    await fetchData(path, params, "", { secret: true }).then(setData, setProblem);
    setBusy(false);
  };
  return (
    <div class="stack close" aria-live="polite">
      <ProblemNote problem={problem} proved={() => void open()} />
      {data !== undefined && children(data)}
      {data !== undefined ? (
        <Button kind="plain" onClick={() => setData(undefined)}>{t(parts.hide)}</Button>
      ) : (
        <Button busy={busy} onClick={() => void open()}>{t(button)}</Button>
      )}
    </div>
  );
}
