/** The person's own account on the first screen. */
import type { JSX } from "preact";
import type { Home } from "../../api/home";
import type { Say } from "../../text";
import { Cell } from "../../ui/cells";
import { words } from "../../words/frame/account";

const ACCOUNT_NEEDS = { set_passkey: words.setPasskey, set_totp: words.setTotp, see_resets: words.seeResets };

export function accountNeeds(home: Home, t: Say): JSX.Element[] {
  return home.needs.flatMap(({ kind }) => (kind in ACCOUNT_NEEDS ? [<Cell key={kind} href="/me/safety">{t(ACCOUNT_NEEDS[kind as keyof typeof ACCOUNT_NEEDS])}</Cell>] : []));
}
