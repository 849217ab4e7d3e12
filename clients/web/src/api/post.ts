import { offline, problemOf } from "./problem";
import { send } from "./send";
import type { WriteResult } from "./write";

/** A write that is never stored and never repeated: signing in. */
export async function post<T>(path: string, body: object): Promise<WriteResult<T>> {
  try {
    const { ok, status, data, error } = await send("post", path, { body }, "");
    return ok ? { state: "done", data: data as T } : { state: "refused", problem: problemOf(status, error) };
  } catch {
    return { state: "refused", problem: offline() };
  }
}
