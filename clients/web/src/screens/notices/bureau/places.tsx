import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { named, useText } from "../../../text";
import { finds } from "../../../text/search";
import { Choices, Input } from "../../../ui/fields";
import { words } from "../../../words/bureau-notices";
import { Folded } from "../folded";

type Place = Shape<"BureauPlace">;
type Scope = "all" | "areas" | "schools";
/** Above this number of places they can be searched. */
const MANY = 12;

/** Where a bureau's notice goes: all of it, areas, or schools; and schools that it leaves out. */
export function PlacesForm({ places, value, without, onValue, onWithout, error }: {
  places: Place[];
  value: number[];
  without: number[];
  onValue: (value: number[]) => void;
  onWithout: (value: number[]) => void;
  error: string | undefined;
}) {
  const t = useText();
  const [whole, ...below] = places;
  const areas = below.filter((place) => place.kind === "bureau");
  const schools = below.filter((place) => place.kind === "school");
  const kindOf = (orgId: number): Scope => (orgId === whole?.orgId ? "all" : areas.some((area) => area.orgId === orgId) ? "areas" : "schools");
  const [scope, setScope] = useState<Scope>(value[0] === undefined ? "all" : kindOf(value[0]));
  const choose = (chosen: Scope) => {
    setScope(chosen);
    onValue(chosen === "all" && whole ? [whole.orgId] : []);
    onWithout([]);
  };
  const scopes: Scope[] = areas.length ? ["all", "areas", "schools"] : ["all", "schools"];
  return (
    <>
      <Choices<Scope> label={words.where} value={[scope]} onValue={([chosen]) => chosen && choose(chosen)} options={scopes.map((option) => [option, t(words.scopes[option])])} error={error} />
      {scope === "areas" && <PlaceChoices label={words.areas} places={areas} value={value} onValue={onValue} />}
      {scope === "schools" && <PlaceChoices label={words.schools} places={schools} value={value} onValue={onValue} />}
      {scope !== "schools" && (
        <>
          <p class="quiet small">{t(words.later)}</p>
          <Folded title={words.without} fold={!without.length}>
            <PlaceChoices label={words.without} places={schools} value={without} onValue={onWithout} />
          </Folded>
        </>
      )}
    </>
  );
}

function PlaceChoices({ label, places, value, onValue }: { label: typeof words.areas; places: Place[]; value: number[]; onValue: (value: number[]) => void }) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = finds(search);
  const shown = places.filter((place) => value.includes(place.orgId) || found(t(named(place))));
  return (
    <>
      {places.length > MANY && <Input label={words.find} value={search} onValue={setSearch} />}
      <Choices label={label} multiple wide value={value.map(String)} onValue={(ids) => onValue(ids.map(Number))} options={shown.map((place) => [String(place.orgId), t(named(place))])} />
    </>
  );
}
