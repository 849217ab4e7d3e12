import type { Shape } from "../api/client";
import { useRead } from "../api/read";
import { useText } from "../text";
import { fullDay } from "../text/time";
import { Tag } from "./cells";
import { words } from "../words/number-waits";

type Confirmer = Shape<"NumberConfirmer">;

function useMoved(orgId: number, accountId: string) {
  return useRead("/api/v1/orgs/{org_id}/number-moves/{account_id}", { path: { org_id: orgId, account_id: accountId } }, { secret: true }).data;
}

/** In a row: that the person's moved number waits. */
export function MovedTag({ orgId, accountId }: { orgId: number; accountId: string }) {
  const t = useText();
  return useMoved(orgId, accountId) ? <Tag tone="soon">{t(words.moved)}</Tag> : null;
}

/** For an administrator: until when somebody's moved number is closed, and whom they may ask. Nothing where none waits. */
export function MovedNumber({ orgId, accountId }: { orgId: number; accountId: string }) {
  const t = useText();
  const state = useMoved(orgId, accountId);
  if (!state) return null;
  const named = (one: Confirmer) => t(words.confirmer(one.name, words.parts[one.part]));
  return (
    <div class="note soon" role="status">
      <p>{t(words.closed(fullDay(state.movedAt), fullDay(state.endsAt)))}</p>
      <p>{state.confirmers.length ? t(words.ask(state.confirmers.map(named))) : t(words.nobody)}</p>
    </div>
  );
}
