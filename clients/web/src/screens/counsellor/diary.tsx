import { useRoute } from "preact-iso";
import { orgsWith, useHome, zonesOf } from "../../api/home";
import { useRead } from "../../api/read";
import { same, useText, type Words } from "../../text";
import { instant } from "../../text/instant";
import { isoDay, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Choices } from "../../ui/fields";
import { goTo } from "../../ui/history";
import { Icon, type IconName } from "../../ui/icons";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { SealedNames } from "../../ui/sealed-names";
import { words } from "../../words/counsellor";
import { addDays, monday } from "./days";
import { Entries, entriesOf, type Entry } from "./entries";

type View = "day" | "week";

/** A counsellor's talks and visits in all their organisations, by day or week; the address holds the choice. */
export default function Diary() {
  const home = useHome();
  return (
    <Page title={words.diary}>
      <Loaded of={home}>{(data) => <DiaryView zones={zonesOf(data)} zone={(orgsWith(data, "counsellor")[0] ?? data.orgs[0])?.timeZone ?? "Asia/Shanghai"} />}</Loaded>
    </Page>
  );
}

function DiaryView({ zones, zone }: { zones: Map<number, string>; zone: string }) {
  const t = useText();
  const { query } = useRoute();
  const view: View = query.view === "week" ? "week" : "day";
  const today = isoDay(new Date(), zone);
  const on = /^\d{4}-\d\d-\d\d$/.test(query.on ?? "") ? query.on! : today;
  const show = (where: string, how: View) => goTo(`/diary?view=${how}&on=${where}`, true);
  const length = view === "week" ? 7 : 1;
  const first = view === "week" ? monday(on) : on;
  const startOf = (date: string) => instant(date, "00:00", zone);
  const diary = useRead("/api/v1/me/diary", { query: { from: startOf(first), to: startOf(addDays(first, length)) } });
  return (
    <>
      <Choices<View> label={words.view} value={[view]} onValue={([value]) => value && show(on, value)} options={[["day", t(words.day)], ["week", t(words.week)]]} />
      <div class="turn">
        <TurnButton name={words.before[view]} icon="back" to={() => show(addDays(on, -length), view)} />
        <Button wide kind={on === today ? "main" : ""} onClick={() => show(today, view)}>{t(words.today)}</Button>
        <TurnButton name={words.after[view]} icon="chevron" to={() => show(addDays(on, length), view)} />
      </div>
      <Loaded of={diary}>
        {(data) => {
          const all = entriesOf(data, zones, t);
          return (
            <>
              {data.bookings.some((talk) => talk.studentName === null) && <SealedNames />}
              {view === "week" ? <Week first={first} today={today} all={all} /> : <Day on={first} all={all} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
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

/** Seven days below each other, to fit a phone's width. */
function Week({ first, today, all }: { first: string; today: string; all: Entry[] }) {
  const t = useText();
  const days = [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(first, n));
  return (
    <>
      {days.map((on) => (
        <section key={on} class={all.some((entry) => entry.on === on) ? "week-day" : "week-day free"}>
          <h2 class={on === today ? "now" : undefined}>
            <a href={`/diary?view=day&on=${on}`}>{plainDay(on)}</a>
            {on === today && <span class="sr"> {t(words.today)}</span>}
          </h2>
          <Entries entries={all.filter((entry) => entry.on === on)} none={words.nothingWeek} quiet />
        </section>
      ))}
    </>
  );
}
