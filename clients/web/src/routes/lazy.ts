/** A screen's code, fetched when it is first opened; where that fails, a screen that says what to do. */
import type { ComponentType } from "preact";
import { lazy as later } from "preact-iso";
import { Unopened } from "../screens/broken";
import { startAnew } from "../update";

type Screen = { default: ComponentType };

/** For which address the app was started anew, so that it is done once. */
const ANEW = "started-anew";

export function lazy(load: () => Promise<Screen>): ComponentType {
  return later(() => load().then(opened, instead));
}

function opened(screen: Screen): Screen {
  mark(null);
  return screen;
}

/** After a deploy the file of an older version is gone, and that version cannot go on; without network it can wait. */
async function instead(): Promise<Screen> {
  const anew = marked() !== location.pathname && mark(location.pathname) && (await startAnew());
  return anew ? new Promise(() => undefined) : { default: Unopened };
}

function marked(): string | null {
  try {
    return sessionStorage.getItem(ANEW);
  } catch {
    return null;
  }
}

/** False where it cannot be remembered: then what must be done once is not done at all. */
function mark(path: string | null): boolean {
  try {
    if (path === null) sessionStorage.removeItem(ANEW);
    else sessionStorage.setItem(ANEW, path);
    return true;
  } catch {
    return false;
  }
}
