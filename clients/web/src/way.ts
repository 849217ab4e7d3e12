/** The way back: one step in the app, or the first page for whoever came in by a link. */
let steps = 0;

export function stepped(): void {
  steps += 1;
}

export function goBack(): void {
  if (steps > 1) {
    steps -= 2; // going back is told as a step, too
    history.back();
  } else {
    goTo("/", true);
  }
}

/** Opens another page of the app as a tap on a link would. */
export function goTo(path: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}
