/** A screen's code, fetched when it is first opened; where that fails, a screen that says what to do. */
import type { ComponentType } from "preact";
import { lazy as lazyComponent } from "preact-iso";
import { Unopened } from "../screens/broken";
import { getItem, removeItem, setItem } from "../storage/web-storage";
import { restartWithLatest } from "../ui/update";

type Screen = { default: ComponentType };

/** The path for which the app was restarted, so that it restarts only once. */
const RESTARTED_FOR = "restarted-for";

export function lazy(load: () => Promise<Screen>): ComponentType {
  return lazyComponent(() => load().then(opened, notOpened));
}

function opened(screen: Screen): Screen {
  removeItem("session", RESTARTED_FOR);
  return screen;
}

/** After a deployment the files of an older version are gone, and it has to restart. Without network it waits. */
async function notOpened(): Promise<Screen> {
  const path = location.pathname;
  // Where the path cannot be stored, the app does not restart: it might do so for ever.
  const restarting = getItem("session", RESTARTED_FOR) !== path && setItem("session", RESTARTED_FOR, path) && (await restartWithLatest());
  return restarting ? new Promise(() => undefined) : { default: Unopened };
}
