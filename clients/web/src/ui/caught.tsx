import { Component, type ComponentChildren } from "preact";
import { forgetKept } from "../api/read";
import { useText } from "../text";
import { parts } from "../words/parts";
import * as problems from "../words/problems";
import { Button } from "./buttons";
import { Page } from "./page";

/** Around every screen: a mistake of ours in one leaves the others, the tabs and the helplines. `at`: where the reader is. */
export class Caught extends Component<{ at: string; children: ComponentChildren }, { broken: boolean }> {
  state = { broken: false };

  componentDidCatch(error: unknown): void {
    console.error(error);
    // It may be an answer that an earlier version kept, which this one cannot read.
    void forgetKept();
    this.setState({ broken: true });
  }

  componentDidUpdate(before: { at: string }): void {
    if (before.at !== this.props.at && this.state.broken) this.setState({ broken: false });
  }

  render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useText();
  return (
    <Page title={parts.broken} back>
      <p class="note soon" role="alert">{t(parts.brokenMore)}</p>
      <Button wide onClick={() => location.reload()}>{t(problems.again)}</Button>
    </Page>
  );
}
