import type { Shape } from "../../api/client";
import { send } from "../../api/send";
import { type Mutation, type WriteResult } from "../../api/write";
import { offline, problemOf } from "../../api/problem";
import { startSession, finishSignOut } from "../../storage/session";
import { goBack } from "../../ui/history";

type Mode = "phone" | "staff" | "student" | "student/start";

/** Signs in and goes on to where the person was going. Nothing of a sign-in is kept or tried twice. */
export function signIn(mutation: Mutation, mode: Mode, body: { sharedDevice: boolean } & Record<string, unknown>): Promise<boolean> {
  return mutation.run<Shape<"SignedIn">>(
    // Whoever used this phone before is signed out first, if that is still owed.
    () => finishSignOut().then(() => post(`/api/v1/auth/${mode}`, body)),
    (session) => {
      if (!session) return;
      void startSession({ accountId: session.accountId, shared: body.sharedDevice });
      // Back to what asked for it, or to the first page.
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

/** A number as phones and people write it (+86 164-0000-0031), as the API takes it. */
export function plainPhone(written: string): string {
  const digits = written.replace(/\D/g, "");
  return digits.length === 13 && digits.startsWith("86") ? digits.slice(2) : digits;
}
