import { useText } from "../text";
import { Page } from "../ui/page";
import { Empty } from "../ui/loaded";
import { parts } from "../words/parts";

/** Shown for an unknown address. */
export default function Lost() {
  const t = useText();
  return (
    <Page title={parts.lost} back>
      <Empty words={parts.lostMore}>
        <p><a class="button" href="/">{t(parts.toHome)}</a></p>
      </Empty>
    </Page>
  );
}
