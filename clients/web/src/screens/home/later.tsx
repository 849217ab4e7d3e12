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

/** The first screen names students; it does not wait for their colours. Whom a line names, its address says: students may share a name. */
function useColours(home: Home): void {
  const children = home.orgs.flatMap((org) => org.children);
  useEffect(() => {
    const named = studentsOf(home);
    for (const each of document.querySelectorAll<HTMLElement>(".named")) {
      const id = named.get(each.closest("a")?.getAttribute("href") ?? "") ?? children.find(({ name }) => name === each.textContent)?.studentId;
      if (id) each.style.setProperty("--hue", String(hueOf(id, children.map(({ studentId }) => studentId))));
      else each.style.removeProperty("--hue");
    }
  });
}

/** The students of lines that name one, by where the line leads. An answer that an older version of the app stored lacks some. */
function studentsOf(home: Home): Map<string, string | null> {
  return new Map([
    ...[...home.visits, ...(home.followUps ?? [])].map(({ orgId, visitId, studentId }) => [`/visits/${orgId}/${visitId}`, studentId] as const),
    ...home.next.map(({ orgId, bookingId, studentId }) => [`/talks/${orgId}/${bookingId}`, studentId] as const),
    ...home.needs.map(({ orgId, resourceId, studentId }) => [`/talks/${orgId}/${resourceId}`, studentId] as const),
  ]);
}

/** What the first screen names can be read without network, also if it is never opened before. */
function useNoticesAhead(home: Home): void {
  useEffect(() => {
    const waiting = home.notices.filter((notice) => notice.kind !== "approve");
    void readAhead(waiting);
  }, [home]);
}

export function AfterFirst({ home }: { home: Home }) {
  useColours(home);
  useNoticesAhead(home);
  return (
    <>
      <NumberNote home={home} />
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
