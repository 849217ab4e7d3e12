/** What the first screen shows after it has shown: a moved number, themes, work, pushes, and links. Fetched apart. */
import { useEffect } from "preact/hooks";
import { readAhead } from "../../api/ahead";
import type { Home } from "../../api/home";
import { hueOf } from "../../ui/initials";
import { NumberNote } from "../../ui/number-note";
import { More } from "./more";
import { NoChild as Nobody } from "./no-child";
import { PushPrompt } from "./push-prompt";
import { Themes } from "./themes";
import { Work } from "./work";

export { Numbers } from "./numbers";

/** The first screen names the family's children; it does not wait for their colours. */
function useColours(home: Home): void {
  const children = home.orgs.flatMap((org) => org.children);
  useEffect(() => {
    for (const each of document.querySelectorAll<HTMLElement>(".named")) {
      const child = children.find(({ name }) => name === each.textContent);
      if (child) each.style.setProperty("--hue", String(hueOf(child.studentId, children.map(({ studentId }) => studentId))));
      else each.style.removeProperty("--hue");
    }
  });
}

/** What the first screen names can be read without network, also if it is never opened before. */
function useNoticesAhead(home: Home): void {
  useEffect(() => {
    const waiting = home.notices.filter((notice) => notice.kind !== "approve");
    void readAhead("/api/v1/orgs/{org_id}/me/notices/{notice_id}", waiting.map((notice) => ({ path: { org_id: notice.orgId, notice_id: notice.noticeId } })));
  }, [home]);
}

export function AfterFirst({ home }: { home: Home }) {
  useColours(home);
  useNoticesAhead(home);
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
