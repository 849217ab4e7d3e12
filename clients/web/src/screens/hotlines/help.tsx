import { useRead } from "../../api/read";
import { account } from "../../storage/session";
import { useValue } from "../../storage/value";
import { useText } from "../../text";
import { Lines } from "../../ui/helplines";
import { Page, Section } from "../../ui/page";
import { NATIONAL, URGENT, words } from "../../words/help";

/** Helplines: one tap from every screen, also signed out and without network. */
export default function Help() {
  const t = useText();
  return (
    <Page title={words.title} back help={false}>
      <div class="note urgent">
        <p>{t(words.danger)}</p>
        <div class="buttons">
          {URGENT.map((line) => <a key={line.phone} class="button call" href={`tel:${line.phone}`}>{line.phone} {t(line.name)}</a>)}
        </div>
      </div>
      <p>{t(words.lead)}</p>
      <NearbyLines />
      <Section title={words.national}>
        <Lines lines={NATIONAL} />
      </Section>
    </Page>
  );
}

/** The lines of the person's school and district, if this phone has fetched them before. */
function NearbyLines() {
  const who = useValue(account);
  const lines = useRead(who ? "/api/v1/me/hotlines" : null, undefined, { store: true });
  // Two schools may share a line: show it once.
  const nearby = (lines.data ?? []).filter((line, at, all) => line.orgId !== 0 && all.findIndex((other) => other.phone === line.phone) === at);
  if (!nearby.length) return null;
  return (
    <Section title={words.near}>
      <Lines
        lines={nearby.map((line) => ({
          phone: line.phone,
          name: [line.nameZh, line.nameEn],
          hours: [line.hoursZh, line.hoursEn],
        }))}
      />
    </Section>
  );
}
