import { useState } from "preact/hooks";
import { useText, type Words } from "../../../text";
import { Choices, Input } from "../../../ui/fields";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/campaigns";
import { toMapDatum } from "./datum";
import type { CampaignInput } from "./types";

type Point = NonNullable<CampaignInput["start"]>;
type Kind = "none" | "here" | "enter" | "start";

interface PlaceProps {
  label: Words;
  none: Words;
  value: Point | null | undefined;
  /** For the end: it may be where the day starts. */
  start?: Point | null;
  onValue: (value: Point | null) => void;
  error?: string;
}

/** Where a day of visits starts or ends: nowhere in particular, where the phone is, or a point of the map. */
export function PlaceField({ label, none, value, start, onValue, error }: PlaceProps) {
  const t = useText();
  const [kind, setKind] = useState<Kind>(value ? (same(value, start) ? "start" : "enter") : "none");
  const options: Kind[] = start ? ["none", "start", "here", "enter"] : ["none", "here", "enter"];
  const choose = (chosen: Kind) => {
    setKind(chosen);
    if (chosen === "none") onValue(null);
    if (chosen === "start") onValue(start ?? null);
    if (chosen === "here") locate((point) => { onValue(point); setKind("enter"); }, () => { toast(words.notLocated); setKind("enter"); });
    if (chosen === "enter") onValue(value ?? { longitude: 0, latitude: 0 });
  };
  const degrees = (name: keyof Point, label: Words, most: number) => (
    <Input label={label} type="number" required step="any" min={String(-most)} max={String(most)} value={value?.[name] ? String(value[name]) : ""} onValue={(text) => onValue({ longitude: 0, latitude: 0, ...value, [name]: Number(text) })} />
  );
  return (
    <>
      <Choices<Kind> label={label} value={[kind]} onValue={([chosen]) => chosen && choose(chosen)} options={options.map((option) => [option, t(option === "none" ? none : words.placeKinds[option])])} error={error} />
      {kind === "enter" && (
        <>
          <p class="quiet small">{t(words.pointMore)}</p>
          <div class="buttons">
            {degrees("longitude", words.longitude, 180)}
            {degrees("latitude", words.latitude, 90)}
          </div>
        </>
      )}
    </>
  );
}

function same(a: Point, b?: Point | null): boolean {
  return a.longitude === b?.longitude && a.latitude === b.latitude;
}

function locate(found: (point: Point) => void, failed: () => void) {
  if (!("geolocation" in navigator)) return failed();
  navigator.geolocation.getCurrentPosition(({ coords }) => found(toMapDatum(coords.longitude, coords.latitude)), failed, { maximumAge: 60_000, timeout: 15_000 });
}
