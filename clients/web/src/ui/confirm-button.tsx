import { useMutation, type WriteResult } from "../api/write";
import { useText, type Words } from "../text";
import { Button, type ButtonKind } from "./buttons";
import { confirm } from "./confirm";
import { ProblemNote } from "./loaded";

/** A button for what cannot be undone: it asks first, then sends the write. The problem stands above it. */
export function ConfirmButton<T>({ action, consequence, send, onDone, kind = "danger" }: {
  action: Words;
  consequence: Words;
  send: (key: string) => Promise<WriteResult<T>>;
  onDone: (data: T | undefined) => void;
  kind?: ButtonKind;
}) {
  const t = useText();
  const mutation = useMutation();
  const run = async () => {
    if (await confirm(action, consequence, kind)) await mutation.run(send, onDone);
  };
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button wide kind={kind} busy={mutation.busy} onClick={() => void run()}>{t(action)}</Button>
    </>
  );
}
