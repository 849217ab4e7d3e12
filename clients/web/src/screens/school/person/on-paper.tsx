import { useHome } from "../../../api/home";
import { useText } from "../../../text";
import { StartingCode } from "../../../ui/starting-code";
import { words } from "../../../words/starting-code";

/** Who has neither phone nor mail signs in by a code that an administrator prints. */
export function OnPaper({ org_id, staff_id }: { org_id: number; staff_id: string }) {
  const t = useText();
  const zone = useHome().data?.orgs.find((org) => org.orgId === org_id)?.timeZone ?? "Asia/Shanghai";
  return (
    <>
      <p class="note">{t(words.byPaper)}</p>
      <StartingCode orgId={org_id} staffId={staff_id} zone={zone} />
    </>
  );
}
