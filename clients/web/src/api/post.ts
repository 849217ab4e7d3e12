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

/** A phone number as people write it (+86 164-0000-0031, 00852 6123 4567), in the API's form. */
export function plainPhone(written: string): string {
  const digits = written.replace(/\D/g, "").replace(/^00/, "");
  if (digits.length === 13 && digits.startsWith("86")) return digits.slice(2);
  return /^\s*([+＋]|00)/.test(written) ? `+${digits}` : digits;
}
