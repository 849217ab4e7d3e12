import type { Shape } from "../../api/client";
import { offline, problemOf } from "../../api/problem";
import { send } from "../../api/send";
import { type Mutation, type WriteResult } from "../../api/write";
import { finishSignOut, startSession } from "../../storage/session";
import { goBack } from "../../ui/history";

type Mode = "phone" | "staff" | "student" | "student/start";

/** Signs in and continues to the requested screen. A sign-in is never stored and never repeated. */
export function signIn(mutation: Mutation, mode: Mode, body: { sharedDevice: boolean } & Record<string, unknown>): Promise<boolean> {
  return mutation.run<Shape<"SignedIn">>(
    // A pending sign-out of the person before comes first.
    () => finishSignOut().then(() => post(`/api/v1/auth/${mode}`, body)),
    (session) => {
      if (!session) return;
      void startSession({ accountId: session.accountId, shared: body.sharedDevice });
      // Back to the screen that asked for it, or to the first page.
      if (location.pathname.startsWith("/sign-in")) goBack();
    },
  );
}

export async function post<T>(path: string, body: object): Promise<WriteResult<T>> {
  try {
    const { ok, status, data, error } = await send("post", path, { body }, "");
    return ok ? { state: "done", data: data as T } : { state: "refused", problem: problemOf(status, error) };
  } catch {
    return { state: "refused", problem: offline() };
  }
}

/** A phone number as people write it (+86 164-0000-0031), in the API's form. */
export function plainPhone(written: string): string {
  const digits = written.replace(/\D/g, "");
  return digits.length === 13 && digits.startsWith("86") ? digits.slice(2) : digits;
}
