/** What the first screen shows after it has shown: a moved number, themes, work, and pushes. Fetched apart. */
import type { Home } from "../../api/home";
import { NumberNote } from "../../ui/number-note";
import { PushPrompt } from "./push-prompt";
import { Themes } from "./themes";
import { Work } from "./work";

export { NoChild } from "./no-child";
export { Numbers } from "./numbers";

export function AfterFirst({ home }: { home: Home }) {
  return (
    <>
      <NumberNote />
      <Themes home={home} />
      {home.orgs.some((org) => org.roles.some((role) => /^(leader|school_admin|officer)$/.test(role))) && <Work home={home} />}
      {(home.next.length > 0 || home.visits.length > 0) && <PushPrompt />}
    </>
  );
}
