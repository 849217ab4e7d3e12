import { lazy as loaded } from "preact-iso";
import type { ComponentType } from "preact";
import { offline } from "../api/problem";
import { Page } from "../ui/page";
import { Wrong } from "../ui/shown";
import { tell } from "../ui/toast";
import { parts } from "../words/parts";
import * as problems from "../words/problems";

/** A screen, loaded when it is first opened; where it does not come, that is said. */
export function lazy(load: () => Promise<{ default: ComponentType }>): ComponentType {
  return loaded(() => load().catch(() => ({ default: NotLoaded })));
}

/** Browsers remember a file that failed: only the whole app can be loaded anew, and not before there is network. */
function NotLoaded() {
  const again = () => void fetch("/manifest.webmanifest", { cache: "no-store" }).then(() => location.reload(), () => tell(problems.offline));
  return (
    <Page title={parts.notLoaded} back>
      <Wrong problem={offline()} again={again} />
    </Page>
  );
}
