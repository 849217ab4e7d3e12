import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { download, fetchFile } from "../../api/download";
import type { Problem } from "../../api/problem";
import { useMutation } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { ProblemNote } from "../../ui/loaded";
import { words } from "../../words/notice-files";
import { sizeOf } from "./file-size";

type NoticeFile = Shape<"NoticeFile">;

export interface AttachedProps {
  files: NoticeFile[];
  /** The notice's address, below which its files are. */
  of: string;
}

/** The files of a notice: pictures in the page, everything else to keep. Each is fetched with the reader's session, whose right is asked for each time. */
export function Attached({ files, of }: AttachedProps) {
  const t = useText();
  const kept = files.filter((file) => !file.removed);
  const pictures = kept.filter((file) => file.kind === "picture");
  return (
    <div class="stack" role="group" aria-label={t(words.list)}>
      {pictures.map((file, at) => <Picture key={file.fileId} file={file} path={`${of}/files/${file.fileId}`} number={at + 1} />)}
      {kept.filter((file) => file.kind !== "picture").map((file) => <Paper key={file.fileId} file={file} path={`${of}/files/${file.fileId}`} />)}
      {files.filter((file) => file.removed).map((file) => <p key={file.fileId} class="quiet small">{t(words.gone(file.name))}</p>)}
    </div>
  );
}

function Picture({ file, path, number }: { file: NoticeFile; path: string; number: number }) {
  const t = useText();
  const [source, setSource] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    let made: string | undefined;
    setProblem(undefined);
    void fetchFile(path).then((result) => {
      if (!current) return;
      if (result.state === "refused") setProblem(result.problem);
      else if (result.state === "done") setSource((made = URL.createObjectURL(new Blob([result.data], { type: "image/jpeg" }))));
    });
    return () => {
      current = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [path, tries]);
  if (problem) return <ProblemNote problem={problem} retry={() => setTries(tries + 1)} />;
  return <img style={{ maxWidth: "100%", height: "auto" }} src={source} alt={t(words.picture(number))} width={file.width ?? undefined} height={file.height ?? undefined} />;
}

function Paper({ file, path }: { file: NoticeFile; path: string }) {
  const t = useText();
  const mutation = useMutation();
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button busy={mutation.busy} onClick={() => void mutation.run(() => download(path, file.name), () => undefined)}>{t(words.download(file.name, sizeOf(file.size)))}</Button>
    </>
  );
}
