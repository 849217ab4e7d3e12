import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { upload } from "../../api/upload";
import { useMutation } from "../../api/write";
import { useText, type Words } from "../../text";
import { ProblemNote } from "../../ui/loaded";
import { Progress } from "../../ui/progress";
import { words } from "../../words/notice-files";
import { sizeOf } from "./file-size";

type NoticeFile = Shape<"NoticeFile">;

export interface AttachProps {
  orgId: number;
  value: NoticeFile[];
  onValue: (change: (before: NoticeFile[]) => NoticeFile[]) => void;
  error: string | undefined;
  /** Each school keeps a copy, so that they have to be small together. */
  ofBureau?: boolean;
}

/** The API's limits, checked before a slow upload. */
const LARGEST = 10 << 20;
const MOST = 6;
const TOGETHER = 5 << 20;

/** The files of a notice that is written: each is uploaded as soon as it is chosen, so that a draft has it. */
export function Attach({ orgId, value, onValue, error, ofBureau }: AttachProps) {
  const t = useText();
  const mutation = useMutation();
  const [adding, setAdding] = useState<{ name: string; share: number }>();
  const [refused, setRefused] = useState<Words>();
  const choose = async (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    input.value = "";
    mutation.clear();
    setRefused(undefined);
    let room = MOST - value.length;
    for (const file of chosen) {
      if (file.size > LARGEST) setRefused(words.tooLarge(file.name));
      else if (!room--) return setRefused(words.tooMany);
      else if (!(await send(file))) return;
    }
  };
  const send = async (file: File) => {
    const path = `/api/v1/orgs/${orgId}/notice-files?fileName=${encodeURIComponent(file.name)}`;
    const show = (share: number) => setAdding({ name: file.name, share });
    show(0);
    const done = await mutation.run((key) => upload<NoticeFile>(path, file, show, key), (saved) => saved && onValue((before) => [...before, saved]));
    setAdding(undefined);
    return done;
  };
  return (
    <div class="stack close" role="group" aria-label={t(words.label)}>
      <span class="label">{t(words.label)}</span>
      {value.length > 0 && (
        <ul class="cells">
          {value.map((file) => (
            <li key={file.fileId} class="cell">
              <span class="what"><span>{file.name}</span><span class="under">{sizeOf(file.size)}</span></span>
              <button type="button" class="button plain" aria-label={t(words.removeOne(file.name))} onClick={() => onValue((before) => before.filter((other) => other.fileId !== file.fileId))}>{t(words.remove)}</button>
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <Progress label={t(words.adding(adding.name))} share={adding.share < 1 ? adding.share : undefined} />
      ) : (
        value.length < MOST && (
          <label class="button file">
            {t(words.add)}
            <input class="sr" type="file" multiple accept="image/jpeg,image/png,image/webp,application/pdf" onChange={(event) => void choose(event.currentTarget)} />
          </label>
        )
      )}
      <span class="hint">{t(ofBureau ? words.limitsOfBureau : words.limits)}</span>
      <span class="hint"><a href={`/notices/write/${orgId}?files`}>{t(words.all)}</a></span>
      {error && <span class="wrong">{error}</span>}
      {ofBureau && !error && value.reduce((sum, file) => sum + file.size, 0) > TOGETHER && <p class="note soon" role="alert">{t(words.tooLargeTogether)}</p>}
      {refused && <p class="note soon" role="alert">{t(refused)}</p>}
      <ProblemNote problem={mutation.problem} />
    </div>
  );
}
