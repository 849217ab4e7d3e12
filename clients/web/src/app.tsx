import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { Fragment } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { tabsOf, litOn, tabsNow } from "./tabs";
import { useRead } from "./api/read";
import { passed } from "./storage/draft";
import { account } from "./storage/session";
import { useValue } from "./storage/value";
import { Idle } from "./idle";
import { Lost, routes } from "./routes";
import { Guarded } from "./screens/broken";
import { useText } from "./text";
import { Icon } from "./ui/icons";
import { Opening, opening } from "./ui/opening";
import { Sure } from "./ui/confirm";
import { Toast } from "./ui/toast";
import { newer, takeNewer } from "./update";
import { goTo, stepped } from "./history";
import { parts } from "./words/parts";
import { QueueNote } from "./queue-note";

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
  const { path, url } = useLocation();
  useEffect(opensFromPush, []);
  useLayoutEffect(stepped, [url]);
  useEffect(() => passed(path), [path]);
  const open = path === "/help" || path.startsWith("/sign-in");
  const SignIn = routes["/sign-in"]!;
  return (
    // Whatever a screen holds is one person's.
    <Fragment key={who?.accountId ?? ""}>
      {who?.shared && <Idle />}
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
      <Sure />
      <Toast />
    </Fragment>
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
  const { tabs } = tabsOf(home.data);
  const paths = tabs.map((tab) => tab.path).join(" ");
  useEffect(() => tabsNow.set(home.data ? paths.split(" ") : []), [paths, !home.data]);
  const lit = litOn(path, tabs);
  return (
    <nav class="tabs" aria-label={t(parts.tabs)}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.path}>
            <a href={tab.path} aria-current={tab === lit ? (path === tab.path ? "page" : "true") : undefined} onClick={path === tab.path ? toTop : undefined}>
              <Icon name={tab.icon} />
              {t(tab.words)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Tapped where one is: to the top, and no step more to go back. */
function toTop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
  window.scrollTo({ top: 0, behavior: "smooth" });
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
