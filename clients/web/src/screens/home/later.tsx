/** What the first screen shows after it has shown: a moved number, themes, work, pushes, and links. Fetched apart. */
import type { Home } from "../../api/home";
import { NumberNote } from "../../ui/number-note";
import { More } from "./more";
import { NoChild as Nobody } from "./no-child";
import { PushPrompt } from "./push-prompt";
import { Themes } from "./themes";
import { Work } from "./work";

export { Numbers } from "./numbers";

export function AfterFirst({ home }: { home: Home }) {
  return (
    <>
      <NumberNote />
      <Themes home={home} />
      {home.orgs.some((org) => org.roles.some((role) => /^(leader|school_admin|officer)$/.test(role))) && <Work home={home} />}
      {(home.next.length > 0 || home.visits.length > 0) && <PushPrompt />}
      <More home={home} />
    </>
  );
}

export function NoChild({ home }: { home: Home }) {
  return <><Nobody /><More home={home} /></>;
}
