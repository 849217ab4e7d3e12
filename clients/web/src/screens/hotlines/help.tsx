import { useText } from "../../text";
import { Page, Section } from "../../ui/page";
import { NATIONAL, words } from "../../words/help";
import { Lines } from "./lines";

/** Helplines: one tap from every screen, signed in or not, with network or without. */
export default function Help() {
  const t = useText();
  return (
    <Page title={words.title} back>
      <p>{t(words.lead)}</p>
      <p class="note urgent">{t(words.danger)}</p>
      <Section title={words.national}>
        <Lines lines={NATIONAL} />
      </Section>
    </Page>
  );
}
