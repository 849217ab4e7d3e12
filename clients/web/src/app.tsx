import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { areasOf, litOn, tabsNow } from "./areas";
import { useRead } from "./api/read";
import { account, leave } from "./keep/session";
import { useValue } from "./keep/value";
import { Lost, routes } from "./routes";
import { Guarded } from "./screens/broken";
import { useText } from "./text";
import { Icon } from "./ui/icons";
import { Opening, opening } from "./ui/opening";
import { Toast } from "./ui/toast";
import { newer, takeNewer } from "./update";
import { goTo, stepped } from "./way";
import { parts } from "./words/parts";
import { QueueNote } from "./queue-note";

/** Minutes without a touch after which a shared phone signs out by itself (P7). */
const IDLE = 3;

export function App() {
  return (
    <LocationProvider>
      <ErrorBoundary>
        <Guarded><Frame /></Guarded>
      </ErrorBoundary>
    </LocationProvider>
  );
}

/** Whoever is not signed in sees the sign-in where they were going, and the helplines. */
function Frame() {
  const who = useValue(account);
  const { path } = useLocation();
  useEffect(opensFromPush, []);
  useIdle(who?.shared === true);
  useEffect(stepped, [path]);
  const open = path === "/help" || path.startsWith("/sign-in");
  const SignIn = routes["/sign-in"]!;
  return (
    <>
      {who && <Notes />}
      <Opening />
      {who || open ? (
        <Guarded>
          <Router onLoadStart={() => opening.set(true)} onLoadEnd={() => opening.set(false)}>
            {Object.entries(routes).map(([at, Screen]) => <Route key={at} path={at} component={Screen} />)}
            <Route default component={Lost} />
          </Router>
        </Guarded>
      ) : (
        <SignIn />
      )}
      {who && !path.startsWith("/sign-in") && <Tabs path={path} />}
      <Toast />
    </>
  );
}

function Notes() {
  const t = useText();
  const update = useValue(newer);
  return (
    <>
      {update && (
        <p class="note small" role="status">
          {t(parts.update)} <button type="button" class="button plain" onClick={takeNewer}>{t(parts.reload)}</button>
        </p>
      )}
      <QueueNote />
    </>
  );
}

function Tabs({ path }: { path: string }) {
  const t = useText();
  const home = useRead("/api/v1/me/home", undefined, { keep: true });
  const { tabs } = areasOf(home.data);
  const paths = tabs.map((tab) => tab.path).join(" ");
  useEffect(() => tabsNow.set(home.data ? paths.split(" ") : []), [paths, !home.data]);
  const lit = litOn(path, tabs);
  return (
    <nav class="tabs" aria-label={t(parts.tabs)}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.path}>
            <a href={tab.path} aria-current={tab === lit ? (path === tab.path ? "page" : "true") : undefined}>
              <Icon name={tab.icon} />
              {t(tab.words)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A tapped push opens its page in the window that is there. */
function opensFromPush(): (() => void) | undefined {
  if (!("serviceWorker" in navigator)) return undefined;
  const open = (event: MessageEvent<{ open?: string }>) => {
    if (event.data?.open) goTo(event.data.open);
  };
  navigator.serviceWorker.addEventListener("message", open);
  return () => navigator.serviceWorker.removeEventListener("message", open);
}

function useIdle(shared: boolean): void {
  useEffect(() => {
    if (!shared) return;
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void leave().then(() => goTo("/", true)), IDLE * 60_000);
    };
    const signs = ["pointerdown", "keydown", "scroll"];
    for (const sign of signs) addEventListener(sign, wait, { passive: true });
    wait();
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, wait);
    };
  }, [shared]);
}
