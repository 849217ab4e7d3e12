/** The way through the app: one step back, sheets that the phone's back closes, and each page where one left it. */

/** What stands in the browser's history for each step, so that it outlives a reload. `sheet`: how many lie open on the page. */
interface Mark {
  step: number;
  sheet?: number;
}

const mark = () => history.state as Mark | null;

let here = -1;
let sheets = 0;
/** How far down each page was left; `aim`: how far down the one that opens now was. */
const left = new Map<number, number>();
let aim = 0;
let landed = false;
/** A step back that was asked for: the browser takes it when it can. */
let going: Promise<unknown> = Promise.resolve();

history.scrollRestoration = "manual";
// After a reload no sheet is open any more.
if (mark()?.sheet) history.replaceState({ step: mark()?.step }, "");

addEventListener("scroll", () => landed && left.set(here, window.scrollY), { passive: true });
// A link in a sheet left its step behind: it is passed over.
addEventListener("popstate", () => (mark()?.sheet ?? 0) > sheets && stepBack());

/** The address has changed. */
export function stepped(): void {
  const known = mark();
  here = known ? known.step : here + 1;
  if (!known) {
    left.delete(here);
    history.replaceState({ step: here }, "");
  }
  aim = left.get(here) ?? 0;
  landed = false;
}

/** A page stands: it is scrolled to where it was left as soon as it is long enough, unless its reader moves first. */
export function land(): () => void {
  const signs = ["pointerdown", "wheel", "keydown"];
  const over = () => {
    landed = true;
    grows.disconnect();
    for (const sign of signs) removeEventListener(sign, over);
  };
  const reach = () => {
    window.scrollTo(0, aim);
    if (window.scrollY >= aim - 1) over();
  };
  const grows = new ResizeObserver(reach);
  grows.observe(document.body);
  for (const sign of signs) addEventListener(sign, over, { passive: true });
  reach();
  return over;
}

export function goBack(): void {
  if (here > 0) stepBack();
  else goTo("/", true);
}

/** Opens another page of the app as a tap on a link would. */
export function goTo(path: string, replace = false): void {
  void going.then(() => {
    if (replace) left.delete(here);
    if (replace) history.replaceState({ step: here }, "", path);
    else history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  });
}

/** A sheet is a step of its own. Returns what takes the step away again. */
export function openSheet(close: () => void): () => void {
  const mine = count(1);
  const open = () => (mark()?.sheet ?? 0) >= mine;
  const back = () => {
    if (!open()) close();
  };
  history.pushState({ step: here, sheet: mine }, "");
  addEventListener("popstate", back);
  return () => {
    removeEventListener("popstate", back);
    count(-1);
    // Closed by a tap; by the phone's back or a link its step is gone already.
    if (open()) stepBack();
  };
}

/** While a sheet is open, the page under it stands still. */
function count(more: number): number {
  sheets += more;
  document.body.style.setProperty("overflow", sheets ? "hidden" : "");
  return sheets;
}

function stepBack(): void {
  going = new Promise((done) => {
    addEventListener("popstate", done, { once: true });
    setTimeout(done, 500); // a link that was tapped meanwhile took its place
  });
  history.back();
}
