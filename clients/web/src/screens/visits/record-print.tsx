import { useRead } from "../../api/read";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { clock, fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { words } from "../../words/record-print";
import type { Visit } from "./status";

/** So often it stands on a page: no part of a copy is without it. */
const TIMES = 24;

/** A record on paper says across each page who printed it and when. It stands there from when it is opened: a browser prints without this button, too. */
export function RecordPrint({ visit }: { visit: Visit }) {
  const t = useText();
  const me = account.get()?.accountId ?? "";
  const own = visit.team.find((member) => member.accountId === me);
  const staff = useRead(own ? null : "/api/v1/orgs/{org_id}/staff", { path: { org_id: visit.orgId } });
  const name = own?.name ?? staff.data?.find((one) => one.staffId === me)?.name ?? me.slice(-8);
  const now = new Date();
  const mark = t(words.mark(name, `${fullDay(now, visit.timeZone)} ${clock(now, visit.timeZone)}`));
  return (
    <>
      <Button wide onClick={() => window.print()}>{t(words.print)}</Button>
      <div class="watermark" aria-hidden="true">{Array.from({ length: TIMES }, (_, at) => <span key={at}>{mark}</span>)}</div>
    </>
  );
}
