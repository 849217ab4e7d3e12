import { account, signOut } from "../../storage/session";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { words } from "../../words/observations";

/** What the next steps depend on, and no more of the report. */
export interface SentReport {
  urgent: boolean;
  aboutTeacher: boolean;
}

/** After a report: thanks, what happens now, and where help is. On a shared phone one tap signs out. */
export function Thanks({ report, onAnother }: { report: SentReport; onAnother: () => void }) {
  const t = useText();
  return (
    <Page title={words.thanks}>
      <p role="status">{t(words.thanksLead)}</p>
      <Section title={words.next}>
        <ul class="card stack close">
          {report.urgent && <li>{t(words.nextUrgent)}</li>}
          <li>{t(report.aboutTeacher ? words.nextOther : words.nextTeacher)}</li>
          {words.nextList.map((text) => <li key={text[1]}>{t(text)}</li>)}
        </ul>
      </Section>
      {account.get()?.shared && <Button kind="main" wide onClick={() => void signOut()}>{t(words.handBack)}</Button>}
      <Cells>
        <Cell href="/help" subtitle={t(words.feelings)}>{t(words.toHelp)}</Cell>
        <Cell href="/report/mine">{t(words.mine)}</Cell>
        <Cell onClick={onAnother}>{t(words.another)}</Cell>
      </Cells>
    </Page>
  );
}
