import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Words, useText } from "../text";
import { parts } from "../words/parts";
import { goBack } from "../way";
import { Icon } from "./icons";

/** One screen: its title is announced and focused when it opens, and the helplines are one tap away. */
export function Page({ title, children, back }: { title: Words; children: ComponentChildren; back?: boolean }) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t(title)} · ${t(parts.app)}`;
  });
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="page">
      <header class="head">
        {back && (
          <button type="button" class="back" aria-label={t(parts.back)} onClick={goBack}>
            <Icon name="back" />
          </button>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {t(title)}
        </h1>
        <a class="help" href="/help">
          <Icon name="phone" size={18} />
          {t(parts.help)}
        </a>
      </header>
      <main class="stack">{children}</main>
    </div>
  );
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
