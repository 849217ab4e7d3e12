/** What shows when a screen cannot: kind words, a retry button, and the helplines. */
import { Component, type ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useLayoutEffect, useState } from "preact/hooks";
import { refetchAll } from "../api/read";
import { ANSWERS, removeStored } from "../storage/store";
import { useText, type Words } from "../text";
import { Button } from "../ui/buttons";
import { Lines } from "../ui/helplines";
import { Page, Section } from "../ui/page";
import { restartWithLatest } from "../ui/update";
import { NATIONAL, words as help } from "../words/help";
import { parts } from "../words/parts";
import * as problems from "../words/problems";

/** A screen whose code could not be fetched. It is tried again as soon as the network is back. */
export function Unopened() {
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    if (!(await restartWithLatest())) setBusy(false);
  };
  // Before the page is painted: the network may come back in the same instant.
  useLayoutEffect(() => {
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, []);
  return <Broken title={parts.unopened} words={parts.unopenedMore} busy={busy} retry={retry} />;
}

function Broken({ title, words, busy, retry }: { title: Words; words: Words; busy?: boolean; retry: () => unknown }) {
  const t = useText();
  return (
    <Page title={title} help={false}>
      <div class="note soon stack" role="alert">
        <p>{t(words)}</p>
        <Button kind="main" wide onClick={retry}>{t(busy ? parts.loading : problems.again)}</Button>
        <Button wide onClick={() => location.assign("/")}>{t(parts.toHome)}</Button>
      </div>
      <Section title={help.title}>
        <Lines lines={NATIONAL} />
      </Section>
    </Page>
  );
}

/** Catches what a screen throws. Another address is tried again. */
export function Guarded({ children }: { children: ComponentChildren }) {
  const { url } = useLocation();
  return <Guard url={url}>{children}</Guard>;
}

class Guard extends Component<{ url: string; children: ComponentChildren }, { broken: boolean }> {
  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override componentDidUpdate(before: { url: string }) {
    if (!this.state.broken || before.url === this.props.url) return;
    refetchAll(); // a cached answer may be the cause
    this.setState({ broken: false });
  }

  render() {
    return this.state.broken ? <Broken title={parts.broken} words={parts.brokenMore} retry={() => void restart()} /> : this.props.children;
  }
}

/** An answer stored by an older version may be the cause. Queued writes stay. */
async function restart(): Promise<void> {
  await removeStored(ANSWERS);
  location.reload();
}
