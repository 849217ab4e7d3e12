import { useText } from "../text";
import { words } from "../words/count";

/** How many things wait behind a link; nothing where none do. */
export function Count({ of }: { of: number }) {
  const t = useText();
  if (!of) return null;
  return <span class="count"><span aria-hidden="true">{of > 99 ? words.many : of}</span><span class="sr">{t(words.waiting(of))}</span></span>;
}
