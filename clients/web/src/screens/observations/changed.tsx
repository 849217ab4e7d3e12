import { useState } from "preact/hooks";
import { heard } from "../../api/heard";
import { useRead } from "../../api/read";
import { useValue } from "../../storage/value";
import { useText } from "../../text";
import { words } from "../../words/case-changed";
import type { CaseProps } from "./case-props";

/** `version`: of what stands on the screen. */
export interface ChangedProps {
  path: CaseProps["path"];
  version: number | undefined;
  show: () => void;
}

/** Opening is recorded, so that no concern is opened again by itself: this says that a colleague changed it. The list, which is not recorded, knows. */
export function Changed({ path, version, show }: ChangedProps) {
  const t = useText();
  const times = useValue(heard);
  const [seen, setSeen] = useState(times);
  const list = useRead(times === seen ? null : "/api/v1/orgs/{org_id}/observations", { path: { org_id: path.org_id }, query: { done: false, limit: 100 } }, { secret: "heard" });
  const now = list.data?.items.find((one) => one.observationId === path.observation_id);
  if (times === seen || list.loading || (list.data && now?.version === version)) return null;
  const showNow = () => {
    setSeen(times);
    show();
  };
  return (
    <div class="note soon" role="status">
      <p>{t(words.changed)}</p>
      <button type="button" class="button" onClick={showNow}>{t(words.show)}</button>
    </div>
  );
}
