import type { ComponentProps } from "preact";
import { words } from "../words/kept";
import { TextArea } from "./fields";
import { KeptLine } from "./kept-line";
import type { useSealedDraft } from "./sealed-draft";

type Field = Omit<ComponentProps<typeof TextArea>, "value" | "onValue">;

/** A confidential text with its draft, which stands sealed on this phone. It shows once the phone was asked for one. */
export function SealedText({ draft, ...field }: Field & { draft: ReturnType<typeof useSealedDraft<string>> }) {
  if (!draft.ready) return null;
  return (
    <>
      <TextArea {...field} value={draft.value} onValue={(typed) => draft.set(() => typed)} />
      <KeptLine at={draft.savedAt} of={draft.value} say={words.sealedHere} />
    </>
  );
}
