import { useEffect } from "preact/hooks";
import { useRead } from "../../api/read";
import { account, signOut } from "../../storage/session";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { words } from "../../words/observations";
import { DangerNow } from "./danger-now";

/** What the next steps depend on, and no more of the report. */
export interface SentReport {
  orgId: number;
  observationId: string | undefined;
  urgent: boolean;
  aboutTeacher: boolean;
}

/** After a report: thanks, what happens now, and where help is. On a shared phone one tap signs out. */
export function Thanks({ report, onAnother }: { report: SentReport; onAnother: () => void }) {
  const t = useText();
  return (
    <Page title={words.thanks}>
      <p role="status">{t(report.urgent ? words.thanksUrgent : words.thanksLead)}</p>
      <Section title={words.next}>
        <ul class="card stack close">
          <li role="status">{report.urgent ? <Known report={report} /> : t(words.nextHour)}</li>
          {report.urgent && <li><DangerNow /></li>}
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

const AGAIN = 15_000;

/** Whether somebody has opened an urgent report: asked again while the page is open, and said only when it is true. */
function Known({ report }: { report: SentReport }) {
  const t = useText();
  const own = useRead("/api/v1/orgs/{org_id}/observations/own", { path: { org_id: report.orgId } }, { secret: true });
  const known = own.data?.find((one) => one.observationId === report.observationId)?.known ?? "not_yet";
  useEffect(() => {
    if (known === "counsellor") return undefined;
    const timer = setTimeout(own.reload, AGAIN);
    return () => clearTimeout(timer);
  }, [own.data, own.problem, known]);
  return <>{t(words.known[known])}</>;
}
