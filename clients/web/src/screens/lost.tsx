import { useText } from "../text";
import { Empty } from "../ui/loaded";
import { Page } from "../ui/page";
import { words } from "../words/lost";
import { parts } from "../words/parts";

/** Shown for an unknown address. */
export default function Lost() {
  const t = useText();
  return (
    <Page title={words.title} back>
      <Empty words={words.more}>
        <p><a class="button" href="/">{t(parts.toHome)}</a></p>
      </Empty>
    </Page>
  );
}
