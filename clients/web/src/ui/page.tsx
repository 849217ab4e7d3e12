import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useValue } from "../storage/value";
import { useText, type Words } from "../text";
import { parts } from "../words/parts";
import { goBack, restoreScroll } from "./history";
import { Icon } from "./icons";
import { tabPaths } from "./tabs";

/** True for a list that stands beside another screen: that one has the title, the focus and the scroll position. */
export const Beside = createContext(false);

/**
 * One screen: its title is announced and focused when it opens, and the helplines are one tap away.
 * `tab`: adds a back button for people whose tab bar lacks this path. `wide`: for tables, as wide as a desk has room.
 */
export function Page({ title, children, back, tab, help = true, wide }: { title: Words; children: ComponentChildren; back?: boolean; tab?: string; help?: boolean; wide?: boolean }) {
  const t = useText();
  if (useContext(Beside)) return <><h2>{t(title)}</h2><div class="stack">{children}</div></>;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t(title)} · ${t(parts.app)}`;
  });
  useLayoutEffect(() => document.getElementById("boot")?.remove(), []);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    return restoreScroll();
  }, []);
  return (
    <div class={wide ? "page wide" : "page"}>
      <header class="head">
        {back && <Back />}
        {tab && <BackUnless tab={tab} />}
        <h1 ref={heading} tabIndex={-1}>
          {t(title)}
        </h1>
        {help && (
          <a class="help" href="/help">
            <Icon name="phone" size={18} />
            <span>{t(parts.help)}</span>
          </a>
        )}
      </header>
      <main class="stack">{children}</main>
    </div>
  );
}

function Back() {
  const t = useText();
  return (
    <button type="button" class="back" aria-label={t(parts.back)} onClick={goBack}>
      <Icon name="back" />
    </button>
  );
}

function BackUnless({ tab }: { tab: string }) {
  const bar = useValue(tabPaths);
  return bar.includes(tab) || !bar.length ? null : <Back />;
}

export function Section({ title, children }: { title: Words; children: ComponentChildren }) {
  const t = useText();
  return (
    <section class="section">
      <h2>{t(title)}</h2>
      {children}
    </section>
  );
}
