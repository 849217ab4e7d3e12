/** The browser's history of a shared phone or tablet: no address of the last person is left to go back to, or forward. */
import { account } from "../storage/session";
import { addressChanged } from "../ui/history";

let last = account.get();

account.watch((now) => {
  if (!now && last?.shared) void forgetSteps();
  last = now;
});

/** A browser lets nobody remove a step. It drops those ahead of where a new one is added: so back to the first, which becomes the first screen, and on from there. */
async function forgetSteps(): Promise<void> {
  const to = location.pathname === "/help" ? "/help" : "/"; // the helplines are for everybody
  for (let tries = history.length; tries && (step() || isSheet()); tries--) await goBack(Math.max(step(), 1));
  history.replaceState({ step: 0 }, "", "/");
  history.pushState({ step: 1 }, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  addressChanged(); // also where it is the same as before
}

const step = () => (history.state as { step?: number } | null)?.step ?? 0;
const isSheet = () => Boolean((history.state as { sheet?: number } | null)?.sheet);

function goBack(steps: number): Promise<unknown> {
  return new Promise((resolve) => {
    addEventListener("popstate", resolve, { once: true });
    setTimeout(resolve, 500); // where the browser had none
    history.go(-steps);
  });
}
