import type { Shape } from "../../api/client";
import { write } from "../../api/write";
import { useText } from "../../text";
import { ConfirmButton } from "../../ui/confirm-button";
import { toast } from "../../ui/toast";
import { words } from "../../words/notices";

export interface AfterProps {
  notice: Shape<"Notice">;
  path: { org_id: number; notice_id: string };
}

/** What its sender can still do about a notice that was sent. */
export function AfterSending({ notice, path }: AfterProps) {
  const t = useText();
  return (
    <div class="buttons">
      <a class="button" href={`/notices/write/${path.org_id}/${path.notice_id}`}>{t(words.correct)}</a>
      <Withdraw notice={notice} path={path} />
    </div>
  );
}

function Withdraw({ notice, path }: AfterProps) {
  return (
    <ConfirmButton
      action={words.withdraw}
      consequence={words.withdrawSure}
      send={(key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/withdraw", { path, version: notice.version }, key)}
      onDone={() => toast(words.withdrawn)}
    />
  );
}
