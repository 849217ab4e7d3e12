import { render } from "preact";
import { App } from "./app";
import { changed } from "./api/read";
import { deliver } from "./api/write";
import { start } from "./storage/queue";
import { account, listen, settle } from "./storage/session";
import { renew } from "./push/push";
import { language } from "./text";
import { applyTextSize } from "./text/size";
import { watchForUpdates } from "./update";
import "./style/app.css";

document.documentElement.lang = language.get();
applyTextSize();

// Without somebody who listens, iPhones show no `:active`.
document.addEventListener("touchstart", () => undefined, { passive: true });

const root = document.getElementById("app");
if (root) render(<App />, root);

start((one) => deliver(one.method, one.path, one.init, one.key, one.version), changed);
listen();
void settle();
const ring = () => void renew().catch(() => undefined); // told the next day where there is no network now
account.watch(ring);
ring();
watchForUpdates();
