import { useText } from "../../text";
import { Empty } from "../../ui/loaded";
import { words } from "../../words/no-child";

/** For somebody whom no school knows as anybody's family, nor as its own. */
export function NoChild() {
  const t = useText();
  return <Empty words={words.title}><p>{t(words.more)}</p></Empty>;
}
