/** Reading: one request fills one screen, the last answer shows at once, and only what may be stored is stored. */
import type { PathsWithMethod, SuccessResponseJSON } from "openapi-typescript-helpers";
import { useEffect, useState } from "preact/hooks";
import { account, expireSession } from "../storage/session";
import { storable } from "../storage/storable";
import { ANSWERS, getStored, removeStored, setStored } from "../storage/store";
import { useValue, Value } from "../storage/value";
import { language } from "../text";
import { client, type paths } from "./client";
import { isRefusal, offline, type Problem, problemOf } from "./problem";

export type GetPath = PathsWithMethod<paths, "get">;
export type Params<P extends GetPath> = paths[P]["get"] extends { parameters: infer Q } ? Q : never;
export type Data<P extends GetPath> = SuccessResponseJSON<paths[P]["get"] & Record<string | number, unknown>>;

/** `store`: this account may read it offline. `secret`: not even cached while the app is open; `heard`: the same of what no reading is recorded of. */
export interface ReadOptions {
  store?: boolean;
  secret?: boolean | "heard";
}

/** `stale`: from storage, since there is no network. */
export interface Read<T> {
  data: T | undefined;
  problem: Problem | undefined;
  loading: boolean;
  stale: boolean;
  reload: () => void;
}

const cache = new Map<string, unknown>();
const inFlight = new Map<string, Promise<unknown>>();
const refetches = new Value(0);
/** Of what is secret: reading it again may be recorded, so that only one's own doing asks for it. */
const secretRefetches = new Value(0);
let cacheOwner: string | undefined;

/** After a write: fetches again whatever is on a screen. */
export function refetchAll(): void {
  secretRefetches.set(secretRefetches.get() + 1);
  refetchOrdinary();
}

/** After somebody else's write: all but what is recorded. */
export function refetchOrdinary(): void {
  clearCache();
  refetches.set(refetches.get() + 1);
}

/** Requests on their way are dropped too: they were made before the write, or by another account. */
function clearCache(): void {
  cache.clear();
  inFlight.clear();
}

window.addEventListener("online", refetchAll);
account.watch((who) => {
  if (who?.accountId !== cacheOwner) clearCache();
  cacheOwner = who?.accountId;
});

/** What a screen shows. A null path requests nothing. */
export function useRead<P extends GetPath>(path: P | null, params?: Params<P>, options: ReadOptions = {}): Read<Data<P>> {
  const version = useValue(options.secret === true ? secretRefetches : refetches);
  const spoken = useValue(language);
  const key = path && `${path} ${JSON.stringify(params ?? null)}`;
  const [reloads, setReloads] = useState(0);
  const [shown, setShown] = useState<{ key: string | null; data?: Data<P>; problem?: Problem; stale: boolean }>({ key: null, stale: false });

  useEffect(() => {
    if (!path || !key) return;
    let current = true;
    const show = (data: Data<P>, stale: boolean) => current && setShown({ key, data, stale });
    const cached = cache.get(key) as Data<P> | undefined;
    let answered = cached !== undefined;
    if (cached !== undefined) show(cached, false);
    // On a slow network the stored answer shows at once; the new one replaces it.
    if (!answered && options.store) void getStored<Data<P>>(storageKey(key)).then((stored) => stored !== undefined && !answered && show(stored, false));
    void fetchData(path, params, key, options).then(
      (data) => {
        answered = true;
        show(data, false);
      },
      async (problem: Problem) => {
        answered = true;
        // What the server refuses is nowhere on the phone any more.
        if (isRefusal(problem)) {
          cache.delete(key);
          void removeStored(storageKey(key));
          show(undefined as never, false);
        }
        const stored = problem.slug === "offline" && options.store ? await getStored<Data<P>>(storageKey(key)) : undefined;
        if (!current) return;
        if (stored !== undefined) show(stored, true);
        else setShown((before) => ({ key, data: before.key === key ? before.data : undefined, problem, stale: false }));
      },
    );
    return () => {
      current = false;
    };
  }, [key, version, spoken, reloads]);

  const matches = shown.key === key;
  return {
    data: matches ? shown.data : key && !options.secret ? (cache.get(key) as Data<P> | undefined) : undefined,
    problem: matches ? shown.problem : undefined,
    loading: key !== null && !(matches && (shown.data !== undefined || shown.problem !== undefined)),
    stale: matches && shown.stale,
    reload: () => setReloads(reloads + 1),
  };
}

/** One answer outside a component; requests for the same at the same time share it. Throws a Problem. */
export function fetchData<P extends GetPath>(path: P, params: Params<P> | undefined, key: string, options: ReadOptions = {}): Promise<Data<P>> {
  if (options.secret) return request<P>(path, params).then(({ data }) => data);
  const shared = `${language.get()} ${key}`;
  const running = inFlight.get(shared) as Promise<Data<P>> | undefined;
  if (running) return running;
  const started = request<P>(path, params).then(async ({ data, response }) => {
    // Dropped meanwhile: its waiting callers get it, but it is neither cached nor stored.
    if (inFlight.get(shared) === started) await cacheAnswer(key, data, response, options);
    return data;
  });
  inFlight.set(shared, started);
  const finish = () => inFlight.get(shared) === started && inFlight.delete(shared);
  started.then(finish, finish);
  return started;
}

async function request<P extends GetPath>(path: P, params: Params<P> | undefined): Promise<{ data: Data<P>; response: Response }> {
  const who = account.get();
  let answer: { data?: unknown; error?: unknown; response: Response };
  try {
    answer = await (client.GET as (path: string, init: unknown) => Promise<typeof answer>)(path, { params });
  } catch {
    throw offline();
  }
  const { data, error, response } = answer;
  if (response.status === 401) void expireSession(who);
  if (!response.ok) throw problemOf(response.status, error);
  return { data: data as Data<P>, response };
}

/** Confidential answers say no-store; a shared phone stores nothing at all. */
async function cacheAnswer(key: string, data: unknown, response: Response, options: ReadOptions): Promise<void> {
  cache.set(key, data);
  const who = account.get();
  if (options.store && who && !who.shared && !response.headers.get("Cache-Control")?.includes("no-store")) await setStored(storageKey(key), storable(data, who.accountId));
}

/** Under what an answer is stored: each account has its own. */
export function storageKey(key: string): string {
  return `${ANSWERS}${account.get()?.accountId ?? ""} ${key}`;
}
