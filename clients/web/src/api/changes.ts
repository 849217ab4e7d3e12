/** Hears from the server that something changed for the person, and reads again what is on the screen. Without it the app asks as it did. */
import { account } from "../storage/session";
import { heard } from "./heard";
import { refetchAll, refetchOrdinary } from "./read";

const SHORTEST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;
/** Milliseconds over which those who hear the same ask again. */
const SPREAD = 1_500;
const ENTRY = "input, textarea, select";

let source: EventSource | undefined;
let opening: number | undefined;
let wait = SHORTEST_WAIT;
/** Whose stream was open before: what changed since then was not heard. */
let heardBefore: string | undefined;
let reading: number | undefined;

/** One stream for each session, in the window that is looked at. */
export function followChanges(): void {
  if (!window.EventSource) return;
  account.watch(restart);
  document.addEventListener("visibilitychange", restart);
  window.addEventListener("online", restart);
  // Another window of the same session had it meanwhile.
  window.addEventListener("focus", () => !source && restart());
  restart();
}

function restart(): void {
  close();
  wait = SHORTEST_WAIT;
  open();
}

function close(): void {
  clearTimeout(opening);
  source?.close();
  source = undefined;
}

function open(): void {
  const who = account.get()?.accountId;
  if (!who || document.hidden) return;
  source = new EventSource("/api/v1/me/changes");
  source.addEventListener("ready", () => {
    wait = SHORTEST_WAIT;
    if (heardBefore === who) readSoon();
    heardBefore = who;
  });
  source.addEventListener("changed", readSoon);
  source.addEventListener("replaced", close);
  // The next answer says so too, and asks to sign in again.
  source.addEventListener("ended", () => {
    close();
    refetchAll();
  });
  source.onerror = openLater;
}

function openLater(): void {
  close();
  opening = window.setTimeout(open, wait * (0.5 + chance()));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

function readSoon(): void {
  reading ??= window.setTimeout(read, 100 + chance() * SPREAD);
}

/** Nothing is drawn again under somebody who is typing. */
function read(): void {
  reading = undefined;
  if (document.activeElement?.matches(ENTRY)) {
    document.addEventListener("focusout", readSoon, { once: true });
    return;
  }
  heard.set(heard.get() + 1);
  refetchOrdinary();
}

/** From 0 to 1. */
function chance(): number {
  return crypto.getRandomValues(new Uint16Array(1))[0]! / 65_536;
}
