import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { clock } from "../../text/time";
import { Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { reachLink } from "../../ui/reach";
import { words } from "../../words/run-sheet";
import type { At, HomesOfDay } from "./kept-day";

type Home = Shape<"RunSheetHome">;
type Visit = Shape<"Visit">;
interface Stop { home: Home; visit: Visit; number: number }
interface Place { longitude: number; latitude: number }

/** Addresses and phones in the day's order, with a sketch of the way. The phone keeps them until the day ends. */
export function Homes({ at, visits, kept, onHomes, onEnded }: { at: At; visits: Shape<"RunSheetVisit">[]; kept: HomesOfDay | undefined; onHomes: (homes: HomesOfDay) => void; onEnded: () => void }) {
  const t = useText();
  const asked = useRead("/api/v1/orgs/{org_id}/run-sheet/homes", at, { secret: true });
  useEffect(() => void (asked.data && onHomes(asked.data)), [asked.data]);
  const isOffline = asked.problem?.slug === "offline";
  useEffect(() => void (asked.problem && !isOffline && onEnded()), [asked.problem]);
  const homes = isOffline && kept ? { ...asked, data: kept, stale: true, problem: undefined } : asked;
  return (
    <Section title={words.homes}>
      <Loaded of={homes}>
        {(data) => {
          const stops = data.homes.flatMap((home) => visits.filter(({ visit }) => visit.visitId === home.visitId).map(({ visit }) => ({ home, visit, number: visits.findIndex((one) => one.visit.visitId === home.visitId) + 1 })));
          return (
            <>
              <Way stops={stops} />
              {stops.map((stop) => <OneHome key={stop.home.visitId} of={stop} />)}
              {!stops.length && <p class="quiet">{t(words.noAddress)}</p>}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function OneHome({ of: { home, visit, number } }: { of: Stop }) {
  const t = useText();
  const there = visit.place === null ? placeOf(home) : undefined;
  return (
    <div class="card stack close stop">
      <p><b>{number}. {clock(visit.startsAt, visit.timeZone)} {visit.studentName}</b>{home.travelMinutes != null && ` · ${t(words.travel[home.travel](home.travelMinutes))}`}</p>
      <p>{visit.place === null ? (home.family.address ?? t(words.noAddress)) : t(words.elsewhere(visit.place))}</p>
      <ul>
        {home.family.people.map((person) => (
          <li key={person.accountId}>{person.name} {(person.phone ?? person.mail) && <a href={reachLink(person)}>{person.phone ?? person.mail}</a>}</li>
        ))}
      </ul>
      {/* The map app learns a point and nothing else: no name, no address. */}
      {there && <a class="button" href={`geo:${there.latitude},${there.longitude}`}>{t(words.map)}</a>}
    </div>
  );
}

const WIDTH = 320;
const HEIGHT = 200;
const EDGE = 24;

/** The order of the homes as points on a plane; where fewer than two have coordinates there is nothing to draw. */
function Way({ stops }: { stops: Stop[] }) {
  const t = useText();
  const known = stops.flatMap((stop) => {
    const place = stop.visit.place === null ? placeOf(stop.home) : undefined;
    return place ? [{ ...place, number: stop.number, minutes: stop.home.travelMinutes }] : [];
  });
  if (known.length < 2) return null;
  const points = drawn(known);
  return (
    <svg class="way" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t(words.drawing(points.length))}>
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {points.map(({ x, y, number, minutes }, index) => {
        const before = points[index - 1];
        return (
          <g key={number}>
            {before && minutes != null && <text x={(x + before.x) / 2 + 6} y={(y + before.y) / 2 - 6}>{minutes}′</text>}
            <circle cx={x} cy={y} r="12" />
            <text class="number" x={x} y={y + 5}>{number}</text>
          </g>
        );
      })}
    </svg>
  );
}

function placeOf(home: Home): Place | undefined {
  const { longitude, latitude } = home.family;
  return longitude === null || latitude === null ? undefined : { longitude, latitude };
}

/** North is up, and a kilometre is as long in every direction. */
function drawn<T extends Place>(places: T[]): (T & { x: number; y: number })[] {
  const shrink = Math.cos(((places[0]?.latitude ?? 0) * Math.PI) / 180);
  const flat = places.map((place) => ({ place, east: place.longitude * shrink, north: place.latitude }));
  const west = Math.min(...flat.map(({ east }) => east));
  const top = Math.max(...flat.map(({ north }) => north));
  const wide = Math.max(...flat.map(({ east }) => east)) - west;
  const high = top - Math.min(...flat.map(({ north }) => north));
  const scale = Math.min((WIDTH - 2 * EDGE) / (wide || 1e-9), (HEIGHT - 2 * EDGE) / (high || 1e-9), 1e7);
  return flat.map(({ place, east, north }) => ({ ...place, x: Math.round(EDGE + (east - west) * scale), y: Math.round(EDGE + (top - north) * scale) }));
}
