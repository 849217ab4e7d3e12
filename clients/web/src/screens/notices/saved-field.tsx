import type { Shape } from "../../api/client";
import { write } from "../../api/write";
import { useText } from "../../text";
import { PickSaved, type Saved } from "../../ui/saved-audience";
import { words } from "../../words/saved-audiences";
import { KeepUnderName } from "./keep-under-name";

/** Fills the audience of a notice with a saved one, to which it then goes. */
export function UseSaved({ orgId, value, onChoose, onPick }: { orgId: number; value: string; onChoose: (id: string) => void; onPick: (saved: Saved | undefined) => void }) {
  const t = useText();
  return (
    <>
      <PickSaved orgId={orgId} value={value} onChoose={onChoose} onPick={onPick} />
      {value && <p class="quiet small">{t(words.atSending)}</p>}
      <ManageLink orgId={orgId} />
    </>
  );
}

/** Where saved audiences are removed. */
export function ManageLink({ orgId }: { orgId: number }) {
  const t = useText();
  return <p class="small"><a href={`/notices/write/${orgId}?saved`}>{t(words.manage)}</a></p>;
}

type Kept = Pick<Shape<"SavedAudienceEdit">, "audience" | "places">;

/** Saves the audience of the form under a name. `leads`: also for everybody. */
export function KeepAudience({ orgId, kept, used, leads }: { orgId: number; kept: Kept; used: Saved | undefined; leads: boolean }) {
  const path = { org_id: orgId };
  return (
    <KeepUnderName
      words={words}
      used={used}
      leads={leads}
      sharedHint={kept.places ? words.sharedBureau : words.sharedSchool}
      add={(named, key) => write("post", "/api/v1/orgs/{org_id}/saved-audiences", { path, body: { ...kept, ...named } }, key)}
      replace={({ audienceId, name, version }, key) => write("put", "/api/v1/orgs/{org_id}/saved-audiences/{audience_id}", { path: { ...path, audience_id: audienceId }, body: { ...kept, name }, version }, key)}
    />
  );
}
