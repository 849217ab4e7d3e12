import { useText } from "../text";
import { Page } from "../ui/page";
import { Empty } from "../ui/loaded";
import { parts } from "../words/parts";

/** An address that is none of ours. */
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
