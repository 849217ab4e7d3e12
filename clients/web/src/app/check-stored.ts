/** What a phone stored to be read offline is compared with the list when there is network again: a recalled notice goes before it is looked for. */
import { dropChanged, listNotices } from "../api/ahead";
import { account } from "../storage/session";
import { getItem, setItem } from "../storage/web-storage";

const CHECKED = "notices-checked";
/** Milliseconds within which an app that is opened again does not ask again. */
const AGAIN = 3_600_000;

async function check(): Promise<void> {
  if (!account.get() || !(await listNotices()).length) return;
  setItem("local", CHECKED, String(Date.now()));
  await dropChanged();
}

window.addEventListener("online", () => void check());
const passed = Date.now() - Number(getItem("local", CHECKED));
if (passed < 0 || passed > AGAIN) void check();
