import { useRead } from "../../api/read";
import { type Say, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Select } from "../../ui/fields";
import { words } from "../../words/lectures";
import type { Lecture, LectureInput, MyLecture } from "./types";

const THEMES = ["may", "october", "adaptation", "exams"] as const;
type Theme = (typeof THEMES)[number];
type Entry = NonNullable<Lecture["calendarEntry"]>;

/** What a lecture belongs to: an entry of the school calendar, one of the fixed occasions, or nothing. */
export function OccasionChoice({ orgId, own, ...field }: { orgId: number; own: Entry | null | undefined; value: string; onValue: (value: string) => void; error: string | undefined }) {
  const t = useText();
  const form = useRead("/api/v1/orgs/{org_id}/lectures/form", { path: { org_id: orgId } });
  const coming = form.data?.calendarEntries ?? [];
  // The one that it names may be over.
  const entries = own && !coming.some((entry) => entry.entryId === own.entryId) ? [own, ...coming] : coming;
  return <Select label={words.theme} {...field} options={[["", t(words.noTheme)], ...entries.map((entry): [string, string] => [entry.entryId, t(words.entry(entry.name, plainDay(entry.firstDay), plainDay(entry.lastDay)))]), ...THEMES.map((theme): [string, string] => [theme, t(words.themes[theme])])]} />;
}

/** Its name, as an entry of the calendar or of the program. */
export function occasionName(t: Say, { theme, calendarEntry }: Pick<Lecture | MyLecture, "theme" | "calendarEntry">): string {
  return calendarEntry?.name ?? (theme ? t(words.themes[theme]) : "");
}

/** What the form chose, as the API takes it. */
export function occasionInput(value: string): Pick<LectureInput, "theme" | "calendarEntryId"> {
  const theme = THEMES.find((one: Theme) => one === value) ?? null;
  return { theme, calendarEntryId: theme ? null : value || null };
}
