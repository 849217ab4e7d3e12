/**
 * What a phone keeps of a day of visits, to work without network: the run sheet, and the homes that were opened. It is kept under the account until
 * the day ends by the phone's clock, and goes with a sign-out and an expired session. The service worker removes what is over. A shared phone keeps nothing.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Read, useRead } from "../../api/read";
import { account } from "../../storage/session";
import { ANSWERS, getStored, listStored, removeStored, setStored } from "../../storage/store";
import type { Visit, VisitPath } from "./status";

export type Sheet = Shape<"RunSheet">;
export type HomesOfDay = Shape<"RunSheetHomes">;
export interface At { path: { org_id: number }; query: { day: string } }

/** `until`: the service worker removes what has it behind itself (sw/sw.ts). */
interface Kept {
  name: string;
  until: number;
  sheet: Sheet;
  homes: HomesOfDay | undefined;
}

/** Rights that ended: what the server does not show any more is kept no longer. */
const ENDED = [401, 403, 404];

function prefixOf(orgId: number): string | undefined {
  const who = account.get();
  return who && !who.shared ? `${ANSWERS}${who.accountId} day ${orgId} ` : undefined;
}

const isOver = (kept: Kept) => kept.until <= Date.now();

async function find(name: string): Promise<Kept | undefined> {
  const kept = await getStored<Kept>(name);
  if (!kept || !isOver(kept)) return kept;
  await removeStored(name);
  return undefined;
}

/** Of visits that are still the reader's and to be made: one that was handed over or cancelled takes its home along. */
function stillHomes(sheet: Sheet, homes: HomesOfDay | undefined): HomesOfDay | undefined {
  const open = new Set(sheet.visits.filter(({ visit }) => visit.state === "confirmed" && visit.mode === "onsite").map(({ visit }) => visit.visitId));
  return homes && { homes: homes.homes.filter((home) => open.has(home.visitId)) };
}

/** A run sheet, as the server has it or as the phone keeps it; the homes that are kept with it, and how to keep others. */
export function useDay(at: At): { sheet: Read<Sheet>; homes: HomesOfDay | undefined; keepHomes: (homes: HomesOfDay) => void; drop: () => void } {
  const prefix = prefixOf(at.path.org_id);
  const name = prefix && prefix + at.query.day;
  const asked = useRead("/api/v1/orgs/{org_id}/run-sheet", at, { secret: true });
  const [kept, setKept] = useState<Kept>();
  const latest = useRef<Kept | undefined>(undefined);
  const [over, setOver] = useState("");
  const show = (next: Kept | undefined) => {
    latest.current = next;
    setKept(next);
  };
  const keep = (next: Kept) => {
    show(next);
    if (!isOver(next)) void setStored(next.name, next);
  };
  const drop = () => {
    show(undefined);
    if (name) void removeStored(name);
  };
  const found = latest.current?.name === name ? latest.current : undefined;
  useEffect(() => {
    let current = true;
    if (name) void find(name).then((stored) => current && stored && latest.current?.name !== name && show(stored));
    return () => {
      current = false;
    };
  }, [name]);
  useEffect(() => {
    if (!asked.data || !name) return;
    const sheet = asked.data;
    const homesShown = () => (latest.current?.name === name ? latest.current.homes : undefined);
    const next = (homes: HomesOfDay | undefined) => ({ name, until: Date.parse(sheet.homesUntil), sheet, homes: stillHomes(sheet, homes) });
    // At once: homes that are opened while what the phone keeps is still being read have a sheet to be kept with.
    show(next(homesShown()));
    void find(name).then((stored) => latest.current?.name === name && keep(next(homesShown() ?? stored?.homes)));
  }, [asked.data]);
  useEffect(() => {
    if (asked.problem && ENDED.includes(asked.problem.status)) drop();
  }, [asked.problem]);
  useEffect(() => {
    if (!kept || kept.name !== name) return;
    const timer = setTimeout(() => {
      drop();
      setOver(kept.name);
      asked.reload();
    }, Math.max(0, kept.until - Date.now()));
    return () => clearTimeout(timer);
  }, [kept?.name, kept?.until]);
  const isOffline = asked.problem?.slug === "offline";
  const data = over === name && isOffline ? undefined : (asked.data ?? found?.sheet);
  const stale = isOffline && data !== undefined;
  return {
    sheet: { ...asked, data, stale, problem: stale ? undefined : asked.problem, loading: asked.loading && !data },
    homes: found?.homes,
    keepHomes: (homes) => found && keep({ ...found, homes: stillHomes(found.sheet, homes) }),
    drop,
  };
}

/** A visit; without network also as the phone keeps it with a day. */
export function useVisit(path: VisitPath): Read<Visit> {
  const asked = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path }, { store: true });
  const [kept, setKept] = useState<Visit>();
  useEffect(() => {
    const prefix = prefixOf(path.org_id);
    if (prefix) void listStored<Kept>(prefix).then((days) => setKept(days.filter((day) => !isOver(day)).flatMap((day) => day.sheet.visits).find(({ visit }) => visit.visitId === path.visit_id)?.visit));
  }, [path.org_id, path.visit_id]);
  const offline = asked.stale || asked.problem?.slug === "offline";
  if (!offline || !kept || kept.visitId !== path.visit_id || (asked.data && asked.data.version >= kept.version)) return asked;
  return { ...asked, data: kept, stale: true, problem: undefined, loading: false };
}
