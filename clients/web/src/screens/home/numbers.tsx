import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Home } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { words } from "../../words/number-waits";

type Waiting = Shape<"NumberWaiting">;

/** Staff who stand behind a moved number. Guardians find it in Me: an evening's load is theirs, and this is one more request. */
const CONFIRMS = /^(class_teacher|counsellor|grade_lead|leader|school_admin)$/;

/** Moved numbers that wait for the person, below everything else that waits; without any, `children`. Only the door reads them: the first screen's own request cannot. */
export function Numbers({ home, children }: { home: Home; children?: ComponentChildren }) {
  const t = useText();
  const [found, setFound] = useState<Record<number, Waiting[]>>({});
  const asked = home.numberClosedUntil ? [] : home.orgs.filter((org) => org.roles.some((role) => CONFIRMS.test(role)));
  const waiting = asked.flatMap((org) => found[org.orgId] ?? []);
  return (
    <>
      {asked.map(({ orgId }) => <Asked key={orgId} orgId={orgId} found={(those) => setFound((before) => ({ ...before, [orgId]: those }))} />)}
      {waiting.length > 0 ? (
        <Cells>
          {waiting.map((one) => <Cell key={one.accountId} href="/me/safety" subtitle={t(words.until(fullDay(one.endsAt)))}>{t(words.waits(one.name, one.children))}</Cell>)}
        </Cells>
      ) : children}
    </>
  );
}

function Asked({ orgId, found }: { orgId: number; found: (those: Waiting[]) => void }) {
  const { data } = useRead("/api/v1/orgs/{org_id}/number-moves", { path: { org_id: orgId } }, { secret: true });
  useEffect(() => {
    if (data) found(data);
  }, [data]);
  return null;
}
