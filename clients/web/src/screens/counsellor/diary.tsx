import { useRoute } from "preact-iso";
import { type Home, orgsWith, useHome, zonesOf } from "../../api/home";
import { useRead } from "../../api/read";
import { same, useText, type Words } from "../../text";
import { instant } from "../../text/instant";
import { isoDay, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Choices } from "../../ui/fields";
import { goTo } from "../../ui/history";
import { Icon, type IconName } from "../../ui/icons";
import { Loaded } from "../../ui/loaded";
import { firstOf, monthName, plusMonths } from "../../ui/month";
import { Page, Section } from "../../ui/page";
import { SealedNames } from "../../ui/sealed-names";
import { useWide } from "../../ui/wide";
import { words } from "../../words/counsellor";
import { addDays, monday } from "./days";
import { Entries, entriesOf, type Entry } from "./entries";
import { MonthView } from "./month-view";

type View = "day" | "week" | "month";
const VIEWS: View[] = ["day", "week", "month"];

/** A person's talks and visits in all their organisations, by day, week or month; the address holds the choice. */
export default function Diary() {
  const home = useHome();
  return (
    <Page title={words.diary} tab="/diary" wide>
      <Loaded of={home}>{(data) => <DiaryView home={data} zones={zonesOf(data)} zone={(orgsWith(data, "counsellor")[0] ?? data.orgs[0])?.timeZone ?? "Asia/Shanghai"} />}</Loaded>
    </Page>
  );
}

function DiaryView({ home, zones, zone }: { home: Home; zones: Map<number, string>; zone: string }) {
  const t = useText();
  const { query } = useRoute();
  const wide = useWide();
  const view = VIEWS.find((one) => one === query.view) ?? (wide ? "week" : "day");
  const today = isoDay(new Date(), zone);
  const on = /^\d{4}-\d\d-\d\d$/.test(query.on ?? "") ? query.on! : today;
  const show = (where: string, how: View) => goTo(`/diary?view=${how}&on=${where}`, true);
  const [first, after] = spanOf(view, on);
  const step = (by: number) => (view === "month" ? plusMonths(on, by) : addDays(on, view === "week" ? by * 7 : by));
  const startOf = (date: string) => instant(date, "00:00", zone);
  const diary = useRead("/api/v1/me/diary", { query: { from: startOf(first), to: startOf(after) } });
  return (
    <>
      <Choices<View> label={words.view} value={[view]} onValue={([value]) => value && show(on, value)} options={VIEWS.map((one) => [one, t(words[one])])} />
      <div class={view === "month" ? "turn titled" : "turn"}>
        <TurnButton name={words.before[view]} icon="back" to={() => show(step(-1), view)} />
        {view === "month" && <p class="turn-name">{monthName(on)}</p>}
        <Button wide kind={on === today ? "main" : ""} onClick={() => show(today, view)}>{t(words.today)}</Button>
        <TurnButton name={words.after[view]} icon="chevron" to={() => show(step(1), view)} />
      </div>
      {view === "month" && <MonthView home={home} on={on} today={today} zone={zone} all={diary.data ? entriesOf(diary.data, zones, t) : []} onDay={(date) => show(date, view)} />}
      <Loaded of={diary}>
        {(data) => (
          <>
            {data.bookings.some((talk) => talk.studentName === null) && <SealedNames />}
            {view === "week" && <Week first={first} today={today} all={entriesOf(data, zones, t)} />}
            {view === "day" && <Day on={first} all={entriesOf(data, zones, t)} />}
          </>
        )}
      </Loaded>
    </>
  );
}

/** The first day that a view shows, and the first after it. */
function spanOf(view: View, on: string): [first: string, after: string] {
  if (view === "month") return [firstOf(on), firstOf(on, 1)];
  const first = view === "week" ? monday(on) : on;
  return [first, addDays(first, view === "week" ? 7 : 1)];
}

function TurnButton({ name, icon, to }: { name: Words; icon: IconName; to: () => void }) {
  const t = useText();
  return (
    <button type="button" class="button" aria-label={t(name)} onClick={to}>
      <Icon name={icon} />
    </button>
  );
}

function Day({ on, all }: { on: string; all: Entry[] }) {
  return (
    <Section title={same(plainDay(on))}>
      <Entries entries={all} none={words.nothing} />
    </Section>
  );
}

/** Seven days below each other, to fit a phone's width; a desk has them beside each other. */
function Week({ first, today, all }: { first: string; today: string; all: Entry[] }) {
  const t = useText();
  const days = [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(first, n));
  return (
    <div class="stack week-days">
      {days.map((on) => (
        <section key={on} class={all.some((entry) => entry.on === on) ? "week-day" : "week-day free"}>
          <h2 class={on === today ? "now" : undefined}>
            <a href={`/diary?view=day&on=${on}`}>{plainDay(on)}</a>
            {on === today && <span class="sr"> {t(words.today)}</span>}
          </h2>
          <Entries entries={all.filter((entry) => entry.on === on)} none={words.nothingWeek} quiet />
        </section>
      ))}
    </div>
  );
}
