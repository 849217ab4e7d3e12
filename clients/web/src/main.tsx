import { render } from "preact";
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

watchOtherTabs();
void finishSignOut();
watchForUpdates();
