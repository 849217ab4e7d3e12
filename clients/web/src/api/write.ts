/** Writing: each with an Idempotency-Key, so that a bad network may be tried again; ordinary writes can wait offline. */
import type { PathsWithMethod, SuccessResponseJSON } from "openapi-typescript-helpers";
import { useRef, useState } from "preact/hooks";
import { add, waiting } from "../storage/queue";
import { account, lapse, randomKey } from "../storage/session";
import { useValue } from "../storage/value";
import type { Words } from "../text";
import { client, type paths } from "./client";
import { offline, type Problem, problemOf } from "./problem";
import { changed } from "./read";

export type Method = "post" | "put" | "delete";
type Operation<M extends Method, P extends PathsWithMethod<paths, M>> = paths[P][M] & Record<string | number, unknown>;
export type Answer<M extends Method, P extends PathsWithMethod<paths, M>> = SuccessResponseJSON<Operation<M, P>>;
type Body<O> = O extends { requestBody?: { content: { "application/json": infer B } } } ? B : undefined;
type PathParams<O> = O extends { parameters: { path: infer Q } } ? Q : undefined;
type QueryParams<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;

/** `version`: of the object that is changed (If-Match). `later`: what waits, in words, if it may wait without network. */
export interface Sent<M extends Method, P extends PathsWithMethod<paths, M>> {
  path?: PathParams<Operation<M, P>>;
  query?: QueryParams<Operation<M, P>>;
  body?: Body<Operation<M, P>>;
  version?: number;
  later?: Words;
}

export type Written<T> = { state: "done"; data: T } | { state: "waiting" } | { state: "refused"; problem: Problem };

/** Sends one write. `key` stays the same while one and the same thing is tried again. */
export async function write<M extends Method, P extends PathsWithMethod<paths, M>>(
  method: M,
  path: P,
  sent: Sent<M, P>,
  key = randomKey(),
): Promise<Written<Answer<M, P>>> {
  const init = { params: { path: sent.path, query: sent.query }, body: sent.body };
  const who = account.get();
  try {
    const { status, ok, data, error } = await deliver(method, path, init, key, sent.version);
    if (status === 401) void lapse(who);
    if (!ok) return { state: "refused", problem: problemOf(status, error) };
    changed();
    return { state: "done", data: data as Answer<M, P> };
  } catch {
    // Whoever left meanwhile leaves nothing behind, either.
    if (!sent.later || !who || who.shared || account.get() !== who) return { state: "refused", problem: offline() };
    const kept = await add({ account: who.accountId, method, path, init, key, version: sent.version, words: sent.later });
    return kept ? { state: "waiting" } : { state: "refused", problem: offline() };
  }
}

/** Rejects where there is no network. */
export async function deliver(method: Method, path: string, init: object, key: string, version?: number) {
  const headers: Record<string, string> = { "Idempotency-Key": key };
  if (version !== undefined) headers["If-Match"] = `"v${version}"`;
  const call = client.request as unknown as (method: string, path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  const { data, error, response } = await call(method, path, { ...init, headers });
  return { status: response.status, ok: response.ok, data, error };
}

/** Tells whether a write of this kind to this thing waits for the network already: nobody is asked to do it twice. */
export function useWaits(): (kind: RegExp, path: object) => boolean {
  const all = useValue(waiting);
  const of = (one: (typeof all)[number]) => JSON.stringify((one.init as { params?: { path?: object } }).params?.path);
  return (kind, path) => all.some((one) => !one.problem && kind.test(one.path) && of(one) === JSON.stringify(path));
}

export interface Mutation {
  busy: boolean;
  problem: Problem | undefined;
  /** Runs once at a time; the same key as before where the network failed. True unless refused. */
  run: <T>(call: (key: string) => Promise<Written<T>>, done?: (data: T | undefined) => void) => Promise<boolean>;
  clear: () => void;
}

/** A write that a screen starts: busy while it runs, a problem when it was refused. */
export function useMutation(): Mutation {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const key = useRef<string | undefined>(undefined);
  const running = useRef(false);
  const run: Mutation["run"] = async (call, done) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    const sent = (key.current ??= randomKey());
    try {
      const written = await call(sent);
      const lost = written.state === "refused" && written.problem.slug === "offline";
      // An answer that never came is asked for again by the same key; anything else was answered.
      if (!lost) key.current = undefined;
      if (written.state === "refused") {
        setProblem(written.problem);
        return false;
      }
      done?.(written.state === "done" ? written.data : undefined);
      return true;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(undefined) };
}
