/** Writing: each write has an Idempotency-Key, so that it can be tried again; ordinary writes can be queued without network. */
import type { PathsWithMethod, SuccessResponseJSON } from "openapi-typescript-helpers";
import { useRef, useState } from "preact/hooks";
import { account, expireSession, randomKey } from "../storage/session";
import type { Words } from "../text";
import type { paths } from "./client";
import { isAnswer, refused, sendOnce, silent, type WriteResult } from "./lost";
import type { Problem } from "./problem";
import { enqueue } from "./queue";
import { refetchAll } from "./read";
import { type Method, send } from "./send";

type Operation<M extends Method, P extends PathsWithMethod<paths, M>> = paths[P][M] & Record<string | number, unknown>;
export type Answer<M extends Method, P extends PathsWithMethod<paths, M>> = SuccessResponseJSON<Operation<M, P>>;
type Body<O> = O extends { requestBody?: { content: { "application/json": infer B } } } ? B : undefined;
type PathParams<O> = O extends { parameters: { path: infer Q } } ? Q : undefined;
type QueryParams<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;

/** `version`: of the object that is changed (If-Match). `queueAs`: the write may be queued without network, and is shown by these words. */
export interface WriteRequest<M extends Method, P extends PathsWithMethod<paths, M>> {
  path?: PathParams<Operation<M, P>>;
  query?: QueryParams<Operation<M, P>>;
  body?: Body<Operation<M, P>>;
  version?: number;
  queueAs?: Words;
}

export type { WriteResult };

/** Sends one write. While its answer is not known, the same content keeps its key, whatever `key` says (lost.ts). */
export async function write<M extends Method, P extends PathsWithMethod<paths, M>>(
  method: M,
  path: P,
  request: WriteRequest<M, P>,
  key?: string,
): Promise<WriteResult<Answer<M, P>>> {
  const init = { params: { path: request.path, query: request.query }, body: request.body };
  const who = account.get();
  return sendOnce<Answer<M, P>>([method, path, request.path], init, key, async (key) => {
    try {
      const { status, ok, data, error } = await send(method, path, init, key, request.version);
      if (status === 401) void expireSession(who);
      if (!ok) return refused(status, error);
      refetchAll();
      return { state: "done", data: data as Answer<M, P> };
    } catch {
      // Nothing is queued for a person who signed out meanwhile.
      const mayWait = who && !who.shared && account.get() === who;
      const queued = request.queueAs && mayWait && (await enqueue({ account: who.accountId, method, path, init, key, version: request.version, words: request.queueAs }));
      return queued ? { state: "queued" } : silent();
    }
  });
}

export interface Mutation {
  busy: boolean;
  problem: Problem | undefined;
  /** Runs once at a time; with the same key as before where no answer is known. True unless refused. `done` gets no data where the write is queued. */
  run: <T>(call: (key: string) => Promise<WriteResult<T>>, done?: (data: T | undefined) => void) => Promise<boolean>;
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
    try {
      const result = await call((key.current ??= randomKey()));
      // A write without an answer is tried again with the same key; an answered one is over.
      if (result.state !== "refused" || isAnswer(result.problem)) key.current = undefined;
      if (result.state === "refused") {
        setProblem(result.problem);
        return false;
      }
      done?.(result.state === "done" ? result.data : undefined);
      return true;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(undefined) };
}
