import { useRead } from "../../api/read";
import { account } from "../../keep/session";
import { useValue } from "../../keep/value";
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
      <Near />
      <Section title={words.national}>
        <Lines lines={NATIONAL} />
      </Section>
    </Page>
  );
}

/** The lines of one's own school and district, once they were ever seen. They are extra: nothing is said where there are none. */
function Near() {
  const who = useValue(account);
  const lines = useRead(who ? "/api/v1/me/hotlines" : null, undefined, { keep: true });
  const near = lines.data?.filter((line) => line.orgId !== 0) ?? [];
  if (!near.length) return null;
  return (
    <Section title={words.near}>
      <Lines
        lines={near.map((line) => ({
          phone: line.phone,
          name: [line.nameZh, line.nameEn],
          hours: [line.hoursZh, line.hoursEn],
        }))}
      />
    </Section>
  );
}
