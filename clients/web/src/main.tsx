import { render } from "preact";
import { startQueue } from "./api/queue";
import { refetchAll } from "./api/read";
import { send } from "./api/send";
import { App } from "./app/app";
import { finishSignOut, watchOtherTabs } from "./storage/session";
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
watchForUpdates();
