import { Fragment } from "preact";
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { useHome } from "../api/home";
import { Lost, routes } from "../routes";
import { Guarded } from "../screens/broken";
import { account } from "../storage/session";
import { useValue, Value } from "../storage/value";
import { useText } from "../text";
import { addressChanged, goTo } from "../ui/history";
import { Icon } from "../ui/icons";
import { overlay, stepUp } from "../ui/overlay";
import { screenLoading, ScreenProgress } from "../ui/screen-progress";
import { activeTab, tabPaths, tabsOf } from "../ui/tabs";
import { Toast } from "../ui/toast";
import { parts } from "../words/parts";
import { Idle } from "./idle";

const roomForDesk = matchMedia("(min-width: 900px)");
/** The frame of wide windows, fetched where the window is one. */
const desk = new Value<typeof import("./desk") | undefined>(undefined);

const later = new Value<typeof import("./later") | undefined>(undefined);

function followWidth(): void {
  if (!roomForDesk.matches) return desk.set(undefined);
  import("./desk").then((fetched) => desk.set(roomForDesk.matches ? fetched : undefined), () => undefined);
}
roomForDesk.addEventListener("change", followWidth);
followWidth();

export function App() {
  return (
    <LocationProvider>
      <ErrorBoundary>
        <Guarded><Frame /></Guarded>
      </ErrorBoundary>
    </LocationProvider>
  );
}

/** A person who is not signed in sees the sign-in at every address but the helplines'. */
function Frame() {
  const who = useValue(account);
  const above = useValue(overlay);
  const wide = useValue(desk);
  const { path, url } = useLocation();
  useLayoutEffect(addressChanged, [url]);
  const open = path === "/help" || path.startsWith("/sign-in");
  const SignIn = routes["/sign-in"]!;
  const inside = who && !path.startsWith("/sign-in");
  return (
    // The key discards all screens when the person changes: their state is private.
    <Fragment key={who?.accountId ?? ""}>
      {who?.shared && <Idle />}
      {who && <Notes />}
      <ScreenProgress />
      {inside && wide && <wide.Desk path={path} />}
      {who || open ? (
        <Guarded>
          <Router onLoadStart={() => screenLoading.set(true)} onLoadEnd={() => screenLoading.set(false)}>
            {Object.entries(routes).map(([at, Screen]) => <Route key={at} path={at} component={Screen} />)}
            <Route default component={Lost} />
          </Router>
        </Guarded>
      ) : (
        <SignIn />
      )}
      {inside && <TabBar path={path} />}
      {above}
      <Toast />
    </Fragment>
  );
}

function Notes() {
  const frame = useValue(later);
  useEffect(() => void import("./later").then((fetched) => later.set(fetched), () => undefined), []);
  return frame ? <frame.AllNotes /> : null;
}

function TabBar({ path }: { path: string }) {
  const t = useText();
  const home = useHome();
  const { tabs } = tabsOf(home.data);
  const frame = useValue(later);
  const paths = tabs.map((tab) => tab.path).join(" ");
  useEffect(() => tabPaths.set(home.data ? paths.split(" ") : []), [paths, !home.data]);
  const active = activeTab(path, tabs);
  return (
    <nav class="tabs" aria-label={t(parts.tabs)}>
      {frame && <frame.Badge home={home.data} />}
      <ul>
        {tabs.map((tab) => (
          <li key={tab.path}>
            <a href={tab.path} aria-current={tab === active ? (path === tab.path ? "page" : "true") : undefined} onClick={path === tab.path ? scrollToTop : undefined}>
              <Icon name={tab.icon} />
              {t(tab.words)}
              {frame && home.data && <frame.TabCount tab={tab.path} home={home.data} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

stepUp.ask = (proved) => void import("../screens/me/step-up-sheet").then((sheet) => sheet.open(proved), () => goTo("/sign-in/staff"));

/** A tap on the tab of the current page: no new history step. */
function scrollToTop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
  window.scrollTo({ top: 0, behavior: "smooth" });
}
