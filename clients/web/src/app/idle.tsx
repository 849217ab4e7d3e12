import { useEffect, useState } from "preact/hooks";
import { account, LAST_TOUCH, signOut } from "../storage/session";
import { getItem, setItem } from "../storage/web-storage";
import { useText } from "../text";
import { goTo } from "../ui/history";
import { toast } from "../ui/toast";
import { parts } from "../words/parts";

/** A shared phone signs out after three minutes without a touch (P7), and warns half a minute before. */
const IDLE_LIMIT = 180_000;
const WARNING = 30_000;
const USER_EVENTS = ["pointerdown", "keydown", "input", "scroll"];

/** Goes by the clock, not by a timer alone: a phone that slept signs out as it wakes, a frozen page as it returns. */
export function Idle() {
  const t = useText();
  const [warning, setWarning] = useState(false);
  useEffect(() => watchIdleTime(setWarning), []);
  return warning ? <p class="leaving note soon" role="alert">{t(parts.leavingSoon)}</p> : null;
}

function watchIdleTime(setWarning: (on: boolean) => void): () => void {
  let timer = 0;
  recordTouch(storedTouch());
  const check = () => {
    clearTimeout(timer);
    const left = IDLE_LIMIT - idleTime();
    if (left <= 0) return signOutIdle();
    setWarning(left <= WARNING);
    timer = window.setTimeout(check, left > WARNING ? left - WARNING : left);
  };
  const onUserEvent = () => {
    // The first touch after the limit is the next person's.
    if (idleTime() < IDLE_LIMIT) recordTouch();
    check();
  };
  const options = { passive: true, capture: true };
  for (const name of USER_EVENTS) addEventListener(name, onUserEvent, options);
  addEventListener("pageshow", check);
  document.addEventListener("visibilitychange", check);
  check();
  return () => {
    clearTimeout(timer);
    for (const name of USER_EVENTS) removeEventListener(name, onUserEvent, options);
    removeEventListener("pageshow", check);
    document.removeEventListener("visibilitychange", check);
    // The next person starts on the first page, not where this one was. The helplines are for everybody.
    if (!account.get() && location.pathname !== "/help") goTo("/", true);
  };
}

function signOutIdle(): void {
  void signOut();
  toast(parts.leftAlone);
}

let lastTouch = 0;

function idleTime(): number {
  return Math.abs(Date.now() - lastTouch); // a clock that was set back is not a touch
}

/** Stored beside the account: a tab that the browser restores keeps its idle time. Without storage it lasts as long as the page. */
function recordTouch(at = Date.now()): void {
  lastTouch = at;
  setItem("session", LAST_TOUCH, String(at));
}

function storedTouch(): number | undefined {
  return Number(getItem("session", LAST_TOUCH)) || undefined;
}
