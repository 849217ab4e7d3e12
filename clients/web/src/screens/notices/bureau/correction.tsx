import type { Shape } from "../../../api/client";
import { write } from "../../../api/write";
import { useText } from "../../../text";
import { clock, day } from "../../../text/time";
import { Facts } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { toast } from "../../../ui/toast";
import { words as bureau } from "../../../words/bureau-notices";
import { words } from "../../../words/bureau-corrections";
import { words as notices } from "../../../words/notices";
import { Files } from "./files";

export type CorrectionProps = { of: Shape<"BureauCorrection">; schools: number; path: { org_id: number; bureau_notice_id: string }; zone: string };

/** The next edition of a notice, which waits for a second officer: what it says, and what the reader may do with it. */
export function WaitingCorrection({ of, schools, path, zone }: CorrectionProps) {
  const t = useText();
  const { digest } = of;
  return (
    <>
      <article class="card stack">
        <h2>{t(words.waits)}</h2>
        <h3>{of.titleZh}</h3>
        <p class="text">{of.bodyZh}</p>
        {of.titleEn && <h3>{of.titleEn}</h3>}
        {of.bodyEn && <p class="text">{of.bodyEn}</p>}
        <Files files={of.files} path={path} />
      </article>
      <Facts of={[[t(notices.answerDay), of.answerBy && day(of.answerBy, zone)], [t(bureau.submittedBy), `${of.submittedBy} · ${day(of.submittedAt, zone)} ${clock(of.submittedAt, zone)}`]]} />
      <p class="note">{t(of.canApprove ? words.check : words.waitsForOther)}</p>
      {of.canApprove && <ConfirmButton kind="main" action={words.approve} consequence={words.approveSure(schools)} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/correction/approve", { path, body: { digest } }, key)} onDone={() => toast(words.approved)} />}
      <ConfirmButton kind="plain" action={words.reject} consequence={words.rejectSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/correction/return", { path }, key)} onDone={() => toast(words.rejected)} />
    </>
  );
}
