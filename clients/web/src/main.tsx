import { render } from "preact";
import { startQueue } from "./api/queue";
import { refetchAll } from "./api/read";
import { send } from "./api/send";
import { App } from "./app/app";
import { account, finishSignOut, PUSH_ACCOUNT, watchOtherTabs } from "./storage/session";
import { getItem } from "./storage/web-storage";
import { language } from "./text";
import { applyTextSize } from "./text/size";
import { watchForUpdates } from "./ui/update";
import "./style/app.css";

document.documentElement.lang = language.get();
applyTextSize();

// Without a touch listener iPhones do not apply `:active`.
document.addEventListener("touchstart", () => undefined, { passive: true });

const root = document.getElementById("app");
if (root) render(<App />, root);

startQueue(async (write) => send(write.method, write.path, write.sealed ? await (await import("./api/sealed")).open(write) : write.init, write.key, write.version), refetchAll);
watchOtherTabs();
void finishSignOut();
account.watch(renewPush);
renewPush();
watchForUpdates();

/** The code for pushes is fetched only where this phone shows them. Without network the renewal waits until the next day. */
function renewPush(): void {
  if (account.get() && getItem("local", PUSH_ACCOUNT) === account.get()?.accountId) import("./push/push").then((push) => push.renew()).catch(() => undefined);
}
