/** The frame of a wide window: everything the person can open at the left, and the list beside what was opened from it. */
import { ErrorBoundary } from "preact-iso";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Home, useHome } from "../api/home";
import { type DeskLink, linksUnder, listBeside } from "../routes/desk";
import { Guarded } from "../screens/broken";
import { account } from "../storage/session";
import { useText } from "../text";
import type { Tab } from "../ui/features";
import { Icon } from "../ui/icons";
import { Beside } from "../ui/page";
import { Count } from "../ui/count";
import { activeTab, tabsOf } from "../ui/tabs";
import { waiting } from "../ui/waiting";
import { words } from "../words/desk";
import { parts } from "../words/parts";
import { words as home } from "../words/home-more";
import styleSheet from "../style/desk.css?url";

const INBOX: Tab = { path: "/inbox", words: home.inbox, icon: "inbox" };

/** Marks the page as a desk, for the style. The phone's bar is gone as soon as the style is here. */
export function Desk({ path }: { path: string }) {
  const ready = useStyle();
  useLayoutEffect(() => {
    if (ready) document.documentElement.dataset.desk = "";
    return () => delete document.documentElement.dataset.desk;
  }, [ready]);
  return ready ? <><Side path={path} /><List path={path} /></> : null;
}

function useStyle(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>(`link[href="${styleSheet}"]`);
    if (link?.sheet) return setReady(true);
    const added = Object.assign(document.createElement("link"), { rel: "stylesheet", href: styleSheet, onload: () => setReady(true) });
    document.head.append(added);
  }, []);
  return ready;
}

/** What the navigation showed last: a frame that is drawn while an answer is awaited is not empty. */
let shown: Home | undefined;

function useShownHome(): Home | undefined {
  const { data } = useHome();
  if (data) shown = data;
  return data ?? (shown?.accountId === account.get()?.accountId ? shown : undefined);
}

function Side({ path }: { path: string }) {
  const t = useText();
  const data = useShownHome();
  const { tabs, overflow } = tabsOf(data);
  const [first, ...rest] = tabs;
  const last = rest.pop();
  const middle = [...rest, ...overflow];
  if (!data || !first || !last) return <nav class="side" aria-label={t(parts.tabs)} />;
  const groups = [first, ...middle].map((tab) => ({ tab, links: linksUnder(tab.path, data) }));
  const current = currentPath(path, groups, [INBOX, last]);
  return (
    <nav class="side" aria-label={t(parts.tabs)}>
      <p class="brand">{t(parts.app)}</p>
      <ul>
        {groups.map(({ tab, links }) => (
          <li key={tab.path}>
            <TabLink tab={tab} current={current} count={waiting(tab.path, data, t)} />
            {links.length > 0 && <ul>{links.map((link) => <li key={link.path}><a href={link.path} aria-current={mark(link.path, current, path)}>{t(link.words)}</a></li>)}</ul>}
          </li>
        ))}
      </ul>
      <ul class="own">
        <li><TabLink tab={INBOX} current={current} count={data.unread} unread /></li>
        <li><TabLink tab={last} current={current} count={0} /></li>
      </ul>
    </nav>
  );
}

function TabLink({ tab, current, count, unread }: { tab: Tab; current: string | undefined; count: number; unread?: boolean }) {
  const t = useText();
  return (
    <a href={tab.path} aria-current={tab.path === current ? "page" : undefined}>
      <Icon name={tab.icon} size={20} />
      <span class="name">{t(tab.words)}</span>
      <Count of={count} unread={unread} />
    </a>
  );
}

function mark(link: string, current: string | undefined, path: string): "page" | "true" | undefined {
  if (link !== current) return undefined;
  return link === path ? "page" : "true";
}

/** The link to highlight: the longest that the address lies under, else the tab that it belongs to. */
function currentPath(path: string, groups: { tab: Tab; links: DeskLink[] }[], own: Tab[]): string | undefined {
  const all = [...groups.flatMap(({ tab, links }) => [tab, ...links]), ...own].map((link) => link.path);
  const within = all.filter((link) => path === link || path.startsWith(`${link}/`)).sort((a, b) => b.length - a.length);
  return within[0] ?? activeTab(path, groups.map(({ tab }) => tab))?.path;
}

/** Room for the navigation, a list and what was opened from it. */
const ROOM_FOR_LIST = matchMedia("(min-width: 1200px)");

function useRoom(): boolean {
  const [room, setRoom] = useState(ROOM_FOR_LIST.matches);
  useEffect(() => {
    const follow = () => setRoom(ROOM_FOR_LIST.matches);
    ROOM_FOR_LIST.addEventListener("change", follow);
    return () => ROOM_FOR_LIST.removeEventListener("change", follow);
  }, []);
  return room;
}

function List({ path }: { path: string }) {
  const t = useText();
  const room = useRoom();
  const aside = useRef<HTMLElement>(null);
  const list = room ? listBeside(path) : undefined;
  useEffect(() => markOpen(aside.current, path), [path, list?.path]);
  if (!list) return null;
  return (
    <aside key={list.path} class="beside" aria-label={t(words.list)} ref={aside}>
      <Beside.Provider value>
        <ErrorBoundary><Guarded><list.Screen /></Guarded></ErrorBoundary>
      </Beside.Provider>
    </aside>
  );
}

/** Marks the link to what is open, now and when more of the list arrives. */
function markOpen(list: HTMLElement | null, path: string): (() => void) | undefined {
  if (!list) return undefined;
  const draw = () => {
    for (const link of list.querySelectorAll("a[href]")) {
      if (path === link.getAttribute("href")) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const arriving = new MutationObserver(draw);
  arriving.observe(list, { childList: true, subtree: true });
  draw();
  return () => arriving.disconnect();
}
