import { render } from "preact";
import { App } from "./app";
import { changed } from "./api/read";
import { deliver } from "./api/write";
import { start } from "./keep/queue";
import { settle } from "./keep/session";
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
void settle();
watchForUpdates();
