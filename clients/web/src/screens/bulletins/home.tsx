/** Bulletins on the first screen. */
import type { JSX } from "preact";
import type { Home } from "../../api/home";
import type { Say } from "../../text";
import { Cell } from "../../ui/cells";
import { words } from "../../words/frame/bulletins";

export function bulletinNeeds(home: Home, t: Say): JSX.Element[] {
  return (home.bulletins ?? []).map((bulletin) => <Cell key={bulletin.bulletinId} subtitle={t(words.bulletins)}>{bulletin.text}</Cell>);
}
