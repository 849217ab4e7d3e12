import type { Shape } from "../../api/client";
import { passkeysWork } from "../../api/passkey";
import { post } from "../../api/post";
import { fetchData } from "../../api/read";
import { type Mutation, type WriteResult } from "../../api/write";
import { account, finishSignOut, startSession } from "../../storage/session";
import { getItem, removeItem, setItem } from "../../storage/web-storage";
import { goBack, goTo } from "../../ui/history";

/** Who was asked for a passkey on this phone last. */
const PASSKEY_ASKED = "passkey-asked";

/** Whether this browser is a tablet of a class: its key is a cookie that no script sees. */
const TABLET = "class-tablet";
export const isTablet = () => getItem("local", TABLET) === "1";
export const setTablet = (is: boolean) => (is ? setItem("local", TABLET, "1") : removeItem("local", TABLET));

/** Where the school's WeCom signs somebody in. Its notices name the school in their addresses, `o`. */
export const WECOM = "/sign-in/wecom";
export const schoolOf = (search: string) => Number(new URLSearchParams(search).get("o")) || undefined;

type Mode = "phone" | "staff" | "student" | "student/start";

/** Signs in and continues to the requested screen. A sign-in is never stored and never repeated. */
export function signIn(mutation: Mutation, mode: Mode, body: { sharedDevice: boolean } & Record<string, unknown>): Promise<boolean> {
  return mutation.run<Shape<"SignedIn">>(
    () => startSignIn(() => post(`/api/v1/auth/${mode}`, body)),
    (session) => signedIn(session, body.sharedDevice),
  );
}

/** A pending sign-out of the person before comes first. */
export const startSignIn = <T>(sign: () => Promise<WriteResult<T>>) => finishSignOut().then(sign);

export function signedIn(session: Shape<"SignedIn"> | undefined, shared: boolean): void {
  if (!session) return;
  const asks = location.pathname === "/" || location.pathname.startsWith("/sign-in");
  void startSession({ accountId: session.accountId, shared }).then(() => (asks && !shared ? askForPasskey(session.accountId) : undefined));
  // Back to the screen that asked for it, or to the first page.
  if (location.pathname.startsWith("/sign-in")) goBack();
}

/** A committee member comes to the report at once, everybody else to the first page. */
export async function signedInByPin(session: Shape<"SignedIn"> | undefined): Promise<void> {
  if (!session) return;
  goTo("/", true);
  await startSession({ accountId: session.accountId, shared: true });
  const home = await fetchData("/api/v1/me/home", undefined, "", { secret: true }).catch(() => undefined);
  if (home?.orgs.some((org) => org.serves) && account.get()?.accountId === session.accountId) goTo("/report");
}

/** Staff who open confidential text are asked for a passkey at their first sign-in on a phone, unless they came for something else. */
async function askForPasskey(accountId: string): Promise<void> {
  if (!passkeysWork() || getItem("local", PASSKEY_ASKED) === accountId) return;
  const home = await fetchData("/api/v1/me/home", undefined, "", { secret: true }).catch(() => undefined);
  if (!home?.needs.some(({ kind }) => kind === "set_passkey") || account.get()?.accountId !== accountId) return;
  setItem("local", PASSKEY_ASKED, accountId);
  goTo("/me/safety");
}
