import { download } from "../../api/download";
import { useMutation } from "../../api/write";
import { useText, type Words } from "../../text";
import { Button } from "../../ui/buttons";
import { ProblemNote } from "../../ui/loaded";

/** A button that saves a file; where a second factor is missing, it is asked for and the file follows. */
export function Download({ path, fileName, label }: { path: string; fileName: string; label: Words }) {
  const t = useText();
  const mutation = useMutation();
  const send = () => void mutation.run(() => download(path, fileName));
  return (
    <>
      <ProblemNote problem={mutation.problem} proved={send} />
      <Button wide busy={mutation.busy} onClick={send}>{t(label)}</Button>
    </>
  );
}
