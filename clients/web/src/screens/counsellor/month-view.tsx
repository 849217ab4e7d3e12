import type { ComponentChildren } from "preact";
import { type Home, type Org, orgsWith } from "../../api/home";
import { useRead } from "../../api/read";
import { account } from "../../storage/session";
import { same, useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, isoDay, plainDay } from "../../text/time";
import { Section } from "../../ui/page";
import { firstOf, Month, type MonthDay } from "../../ui/month";
import { useWide } from "../../ui/wide";
import { words as counsellor } from "../../words/counsellor";
import { words } from "../../words/month";
import { Entries, type Entry } from "./entries";

/** A time of a counsellor that can still be booked. */
interface Free {
  on: string;
  at: string;
  clock: string;
}

/** Entries that a day of a wide window names before it counts the rest. */
const NAMED = 3;
const BOOKS = ["guardian", "client_guardian", "student", "client_student"];

/** Whose free times a person's month shows: a counsellor's own, else those that the family can book. */
function placesOf(home: Home): { orgs: Org[]; counsellorId?: string } {
  const own = orgsWith(home, "counsellor");
  return own.length ? { orgs: own, counsellorId: account.get()?.accountId ?? "" } : { orgs: orgsWith(home, ...BOOKS) };
}

/** A month with what is agreed and what is free, and the chosen day below it or beside it. */
export function MonthView({ home, on, today, zone, all, onDay }: { home: Home; on: string; today: string; zone: string; all: Entry[]; onDay: (date: string) => void }) {
  const { orgs, counsellorId } = placesOf(home);
  return (
    <FreeTimes orgs={orgs} counsellorId={counsellorId} from={instant(firstOf(on), "00:00", zone)} to={instant(firstOf(on, 1), "00:00", zone)}>
      {(free) => <Shown on={on} today={today} all={all} free={free} books={!counsellorId} onDay={onDay} />}
    </FreeTimes>
  );
}

/** Asks one organisation after the other's component: a hook for each. What cannot be read shows nothing free. */
function FreeTimes({ orgs, counsellorId, from, to, children }: { orgs: Org[]; counsellorId: string | undefined; from: string; to: string; children: (free: Free[]) => ComponentChildren }) {
  const [first, ...rest] = orgs;
  if (!first) return <>{children([])}</>;
  return (
    <OfOrg org={first} counsellorId={counsellorId} from={from} to={to}>
      {(own) => <FreeTimes orgs={rest} counsellorId={counsellorId} from={from} to={to}>{(more) => children([...own, ...more])}</FreeTimes>}
    </OfOrg>
  );
}

function OfOrg({ org, counsellorId, from, to, children }: { org: Org; counsellorId: string | undefined; from: string; to: string; children: (free: Free[]) => ComponentChildren }) {
  const query = { from, to, ...(counsellorId && { counsellorId }) };
  const { data } = useRead("/api/v1/orgs/{org_id}/slots", { path: { org_id: org.orgId }, query });
  return <>{children((data?.slots ?? []).map(({ startsAt }) => ({ on: isoDay(startsAt, org.timeZone), at: startsAt, clock: clock(startsAt, org.timeZone) })))}</>;
}

function Shown({ on, today, all, free, books, onDay }: { on: string; today: string; all: Entry[]; free: Free[]; books: boolean; onDay: (date: string) => void }) {
  const t = useText();
  const wide = useWide();
  const dayOf = (date: string): MonthDay => {
    const entries = all.filter((entry) => entry.on === date);
    const open = timesOn(free, date).length;
    return {
      said: [entries.length > 0 && t(words.entries(entries.length)), open > 0 && t(words.free(open))].filter(Boolean).join(t(words.comma)),
      shown: (
        <>
          {wide ? <Named entries={entries} /> : entries.length > 0 && <span class="month-dots">{entries.slice(0, NAMED).map((entry) => <span key={entry.key} />)}</span>}
          {open > 0 && <span class="month-free">{t(words.freeShort(open))}</span>}
        </>
      ),
    };
  };
  const times = timesOn(free, on);
  return (
    <div class="stack month-view">
      <div>
        <Month label={counsellor.month} on={on} today={today} onDay={onDay} dayOf={dayOf} />
        <p class="quiet small">{t(words.legend)}</p>
      </div>
      <Section title={same(plainDay(on))}>
        <Entries entries={all.filter((entry) => entry.on === on)} none={counsellor.nothing} />
        {times.length > 0 && <h3>{t(words.freeTimes)}</h3>}
        {times.length > 0 && <p>{times.join(" · ")}</p>}
        {times.length > 0 && books && <a class="button main" href="/talks/book">{t(words.book)}</a>}
      </Section>
    </div>
  );
}

function Named({ entries }: { entries: Entry[] }) {
  const t = useText();
  return (
    <>
      {entries.slice(0, NAMED).map((entry) => <span key={entry.key} class="month-entry">{entry.brief}</span>)}
      {entries.length > NAMED && <span class="month-entry">{t(words.more(entries.length - NAMED))}</span>}
    </>
  );
}

/** Two counsellors free at one time are one time to come. */
function timesOn(free: Free[], date: string): string[] {
  return [...new Set(free.filter((one) => one.on === date).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map((one) => one.clock))];
}
