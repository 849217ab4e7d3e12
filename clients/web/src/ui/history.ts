/** Going back and forth in the app: steps back, sheets that the phone's back button closes, and each page's scroll position. */
import { Value } from "../storage/value";

/** Stored in the browser's history for each step, so that it survives a reload. `sheet`: how many sheets lie open on the page. */
interface HistoryState {
  step: number;
  sheet?: number;
}

const currentState = () => history.state as HistoryState | null;

/** The address on the screen. */
export const currentPath = new Value(location.pathname);

let currentStep = -1;
let openSheets = 0;
/** The scroll position at which each step was left. */
const scrollTops = new Map<number, number>();
let targetTop = 0;
let scrollRestored = false;
/** The last step back, which the browser takes asynchronously. */
let pendingBack: Promise<unknown> = Promise.resolve();

history.scrollRestoration = "manual";
// After a reload no sheet is open any more.
if (currentState()?.sheet) history.replaceState({ step: currentState()?.step }, "");

addEventListener("scroll", () => scrollRestored && scrollTops.set(currentStep, window.scrollY), { passive: true });
// A link in a sheet leaves the sheet's step behind: going back skips it.
addEventListener("popstate", () => (currentState()?.sheet ?? 0) > openSheets && stepBack());

/** To be called whenever the address has changed. */
export function addressChanged(): void {
  const known = currentState();
  currentStep = known ? known.step : currentStep + 1;
  if (!known) {
    scrollTops.delete(currentStep);
    history.replaceState({ step: currentStep }, "");
  }
  targetTop = scrollTops.get(currentStep) ?? 0;
  scrollRestored = false;
  currentPath.set(location.pathname);
}

/** Scrolls a page to where it was left once it is long enough, unless the reader moves first. Returns what stops it. */
export function restoreScroll(): () => void {
  const userEvents = ["pointerdown", "wheel", "keydown"];
  const stop = () => {
    scrollRestored = true;
    growth.disconnect();
    for (const name of userEvents) removeEventListener(name, stop);
  };
  const scroll = () => {
    window.scrollTo(0, targetTop);
    if (window.scrollY >= targetTop - 1) stop();
  };
  const growth = new ResizeObserver(scroll);
  growth.observe(document.body);
  for (const name of userEvents) addEventListener(name, stop, { passive: true });
  scroll();
  return stop;
}

export function goBack(): void {
  if (currentStep > 0) stepBack();
  else goTo("/", true);
}

/** Opens another page of the app, as a tap on a link would. */
export function goTo(path: string, replace = false): void {
  void pendingBack.then(() => {
    if (replace) scrollTops.delete(currentStep);
    if (replace) history.replaceState({ step: currentStep }, "", path);
    else history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  });
}

/** Adds a history step for a sheet. Returns what removes it. */
export function pushSheet(close: () => void): () => void {
  const position = changeSheetCount(1);
  const isOpen = () => (currentState()?.sheet ?? 0) >= position;
  const closeWhenLeft = () => {
    if (!isOpen()) close();
  };
  history.pushState({ step: currentStep, sheet: position }, "");
  addEventListener("popstate", closeWhenLeft);
  return () => {
    removeEventListener("popstate", closeWhenLeft);
    changeSheetCount(-1);
    // Closed by a tap. Closed by the back button or a link, its step is gone already.
    if (isOpen()) stepBack();
  };
}

/** While a sheet is open, the page under it does not scroll. */
function changeSheetCount(change: number): number {
  openSheets += change;
  document.body.classList.toggle("under", openSheets > 0);
  return openSheets;
}

function stepBack(): void {
  pendingBack = new Promise((resolve) => {
    addEventListener("popstate", resolve, { once: true });
    setTimeout(resolve, 500); // a link that was tapped meanwhile took its place
  });
  history.back();
}
