import { useEffect, useRef } from "preact/hooks";
import type { Shape } from "../api/client";
import { useRead } from "../api/read";
import { useText } from "../text";
import { words } from "../words/saved-audiences";
import { Select } from "./fields";
import { ProblemNote } from "./loaded";

export type Saved = Shape<"SavedAudience">;
type Line = Shape<"SavedAudienceLine">;

/** Chooses a saved audience. `onPick` hears of it once it was read, and of none where the chosen one can be used no longer. Nothing shows where there is none. */
export function PickSaved({ orgId, value, fits, onChoose, onPick }: { orgId: number; value: string; fits?: (line: Line) => boolean; onChoose: (id: string) => void; onPick: (saved: Saved | undefined) => void }) {
  const t = useText();
  const list = useRead("/api/v1/orgs/{org_id}/saved-audiences", { path: { org_id: orgId } });
  const one = useRead(value ? "/api/v1/orgs/{org_id}/saved-audiences/{audience_id}" : null, { path: { org_id: orgId, audience_id: value } });
  const picked = useRef("");
  const lines = list.data?.filter((line) => line.usable && (!fits || fits(line)));
  const missing = Boolean(value && lines && !lines.some((line) => line.audienceId === value));
  useEffect(() => {
    if (missing) return onPick(undefined);
    // Once for each choice: what is read again later must not replace what was changed meanwhile.
    if (!value || one.data?.audienceId !== value || picked.current === value) return;
    picked.current = value;
    onPick(one.data);
  }, [value, one.data, missing]);
  if (!lines?.length) return <ProblemNote problem={list.problem} retry={list.reload} />;
  const choose = (id: string) => {
    picked.current = "";
    onChoose(id);
    if (!id) onPick(undefined);
  };
  const options = lines.map((line): [string, string] => [line.audienceId, t(line.shared ? words.ofAll(line.name) : [line.name, line.name])]);
  return (
    <>
      <Select label={words.use} value={value} onValue={choose} options={[["", t(words.none)], ...options]} />
      <ProblemNote problem={one.problem} retry={one.reload} />
      {value && one.data && one.data.gone > 0 && <p class="note">{t(words.gone(one.data.gone))}</p>}
    </>
  );
}
