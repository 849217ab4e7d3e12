import { useText } from "../text";
import { words } from "../words/count";

/** How many things wait behind a link, or are unread; nothing where none are. */
export function Count({ of, unread }: { of: number; unread?: boolean }) {
  const t = useText();
  if (!of) return null;
  return <span class="count"><span aria-hidden="true">{of > 99 ? words.many : of}</span><span class="sr">{t(unread ? words.unread(of) : words.waiting(of))}</span></span>;
}
