/** What shows where a screen cannot: kind words, another try, and whom to call. */
import { Component, type ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { refetchAll } from "../api/read";
import { ANSWERS, removeStored } from "../storage/store";
import { Lines } from "../ui/helplines";
import { type Words, useText } from "../text";
import { Button } from "../ui/buttons";
import { Page, Section } from "../ui/page";
import { restartWithLatest } from "../ui/update";
import { NATIONAL, words as help } from "../words/help";
import { parts } from "../words/parts";
import * as problems from "../words/problems";

/** A screen whose code did not come: no network, and it was never opened before. */
export function Unopened() {
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    if (!(await restartWithLatest())) setBusy(false);
  };
  useEffect(() => {
    const online = () => void retry();
    addEventListener("online", online);
    return () => removeEventListener("online", online);
  }, []);
  return <Broken title={parts.unopened} words={parts.unopenedMore} busy={busy} retry={() => void retry()} />;
}

function Broken({ title, words, busy, retry }: { title: Words; words: Words; busy?: boolean; retry: () => void }) {
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

/** Catches what a screen throws; another address gets another chance. */
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
    refetchAll(); // what is remembered may be what it stumbled over
    this.setState({ broken: false });
  }

  render() {
    return this.state.broken ? <Broken title={parts.broken} words={parts.brokenMore} retry={() => void restart()} /> : this.props.children;
  }
}

/** What was kept by an older version may be what a screen stumbles over. What waits to be sent stays. */
async function restart(): Promise<void> {
  await removeStored(ANSWERS);
  location.reload();
}
