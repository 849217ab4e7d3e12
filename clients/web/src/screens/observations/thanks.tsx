import { useText } from "../../text";
import { Page, Section } from "../../ui/page";
import { Cell, Cells } from "../../ui/cells";
import { words } from "../../words/observations";

/** After a report: thanks, what happens now, and where help is for whoever told. */
export function Thanks({ urgent, again }: { urgent: boolean; again: () => void }) {
  const t = useText();
  return (
    <Page title={words.thanks}>
      <p role="status">{t(words.thanksLead)}</p>
      <Section title={words.next}>
        <ul class="card stack close">
          {urgent && <li>{t(words.nextUrgent)}</li>}
          {words.nextList.map((one) => <li key={one[1]}>{t(one)}</li>)}
        </ul>
      </Section>
      <Cells>
        <Cell href="/help" under={t(words.feelings)}>{t(words.toHelp)}</Cell>
        <Cell href="/report/mine">{t(words.mine)}</Cell>
        <Cell onClick={again}>{t(words.another)}</Cell>
      </Cells>
    </Page>
  );
}
