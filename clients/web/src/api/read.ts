/** Reading: one request draws one screen, shows what was seen before at once, and keeps only what may be kept. */
import type { PathsWithMethod, SuccessResponseJSON } from "openapi-typescript-helpers";
import { useEffect, useState } from "preact/hooks";
import { account, lapse } from "../storage/session";
import { getKept, READ, setKept } from "../storage/store";
import { Value, useValue } from "../storage/value";
import { language } from "../text";
import { client, type paths } from "./client";
import { offline, type Problem, problemOf } from "./problem";

export type GetPath = PathsWithMethod<paths, "get">;
export type Params<P extends GetPath> = paths[P]["get"] extends { parameters: infer Q } ? Q : never;
export type Data<P extends GetPath> = SuccessResponseJSON<paths[P]["get"] & Record<string | number, unknown>>;

/** `keep`: may be read offline by this account. `secret`: not even remembered while the app is open. */
export interface How {
  keep?: boolean;
  secret?: boolean;
}

/** `old`: shown from what was kept, since there is no network. */
export interface Read<T> {
  data: T | undefined;
  problem: Problem | undefined;
  loading: boolean;
  old: boolean;
  again: () => void;
}

const seen = new Map<string, unknown>();
const asking = new Map<string, Promise<unknown>>();
const changes = new Value(0);
let whose: string | undefined;

/** After a write: whatever is on a screen is asked for anew. */
export function changed(): void {
  forget();
  changes.set(changes.get() + 1);
}

/** What is on its way is forgotten, too: it was asked before the write, or by somebody else. */
function forget(): void {
  seen.clear();
  asking.clear();
}

window.addEventListener("online", changed);
account.watch((who) => {
  if (who?.accountId !== whose) forget();
  whose = who?.accountId;
});

/** What a screen shows. A null path asks for nothing. */
export function useRead<P extends GetPath>(path: P | null, params?: Params<P>, how: How = {}): Read<Data<P>> {
  const version = useValue(changes);
  const spoken = useValue(language);
  const key = path && `${path} ${JSON.stringify(params ?? null)}`;
  const [round, setRound] = useState(0);
  const [shown, setShown] = useState<{ key: string | null; data?: Data<P>; problem?: Problem; old: boolean }>({ key: null, old: false });

  useEffect(() => {
    if (!path || !key) return;
    let current = true;
    const show = (data: Data<P>, old: boolean) => current && setShown({ key, data, old });
    const remembered = seen.get(key) as Data<P> | undefined;
    let answered = remembered !== undefined;
    if (remembered !== undefined) show(remembered, false);
    // On a slow network what was kept shows at once; the answer replaces it.
    if (!answered && how.keep) void getKept<Data<P>>(slot(key)).then((kept) => kept !== undefined && !answered && show(kept, false));
    void ask(path, params, key, how).then(
      (data) => {
        answered = true;
        show(data, false);
      },
      async (problem: Problem) => {
        answered = true;
        const kept = problem.slug === "offline" && how.keep ? await getKept<Data<P>>(slot(key)) : undefined;
        if (!current) return;
        if (kept !== undefined) show(kept, true);
        else setShown((before) => ({ key, data: before.key === key ? before.data : undefined, problem, old: false }));
      },
    );
    return () => {
      current = false;
    };
  }, [key, version, spoken, round]);

  const fresh = shown.key === key;
  return {
    data: fresh ? shown.data : key && !how.secret ? (seen.get(key) as Data<P> | undefined) : undefined,
    problem: fresh ? shown.problem : undefined,
    loading: key !== null && !(fresh && (shown.data !== undefined || shown.problem !== undefined)),
    old: fresh && shown.old,
    again: () => setRound(round + 1),
  };
}

/** One answer, outside a screen's drawing; two screens that ask the same at the same time share it. Throws a Problem. */
export function ask<P extends GetPath>(path: P, params: Params<P> | undefined, key: string, how: How = {}): Promise<Data<P>> {
  if (how.secret) return fetched<P>(path, params).then(({ data }) => data);
  const same = `${language.get()} ${key}`;
  const running = asking.get(same) as Promise<Data<P>> | undefined;
  if (running) return running;
  const asked = fetched<P>(path, params).then(async ({ data, response }) => {
    // Forgotten meanwhile: it is shown to whoever waits for it, and neither remembered nor kept.
    if (asking.get(same) === asked) await remember(key, data, response, how);
    return data;
  });
  asking.set(same, asked);
  const over = () => asking.get(same) === asked && asking.delete(same);
  asked.then(over, over);
  return asked;
}

async function fetched<P extends GetPath>(path: P, params: Params<P> | undefined): Promise<{ data: Data<P>; response: Response }> {
  const who = account.get();
  let answer: { data?: unknown; error?: unknown; response: Response };
  try {
    answer = await (client.GET as (path: string, init: unknown) => Promise<typeof answer>)(path, { params });
  } catch {
    throw offline();
  }
  const { data, error, response } = answer;
  if (response.status === 401) void lapse(who);
  if (!response.ok) throw problemOf(response.status, error);
  return { data: data as Data<P>, response };
}

/** Confidential answers say no-store; a shared phone keeps nothing at all. */
async function remember(key: string, data: unknown, response: Response, how: How): Promise<void> {
  seen.set(key, data);
  const who = account.get();
  if (how.keep && who && !who.shared && !response.headers.get("Cache-Control")?.includes("no-store")) await setKept(slot(key), data);
}

function slot(key: string): string {
  return `${READ}${account.get()?.accountId ?? ""} ${key}`;
}
