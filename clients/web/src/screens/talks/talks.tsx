import type { Shape } from "../../api/client";
import { orgsWith, useHome, zonesOf } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Cells, Tag } from "../../ui/cells";
import { DayCell } from "../../ui/day-cell";
import { ClosedNote } from "../../ui/closed-note";
import { Empty, Loaded } from "../../ui/loaded";
import { Named } from "../../ui/named";
import { Page, Section } from "../../ui/page";
import { SealedNames } from "../../ui/sealed-names";
import { words as frame } from "../../words/frame/talks";
import { words } from "../../words/talks";

type Line = Shape<"BookingLine">;

const DAY = 86_400_000;
/** Days that one request covers; the API allows 31 at most. */
const DAYS_BACK = 9;
const DAYS_AHEAD = 21;

/** The person's bookings, and the button to book another. */
export default function Talks() {
  const t = useText();
  const home = useHome();
  // Who gives sessions invites a student from the student's page.
  const books = !home.data || orgsWith(home.data, "student", "guardian").length > 0;
  const today = Date.parse(`${isoDay(new Date())}T00:00:00Z`);
  const query = { from: new Date(today - DAYS_BACK * DAY).toISOString(), to: new Date(today + DAYS_AHEAD * DAY).toISOString() };
  const diary = useRead("/api/v1/me/diary", { query }, { store: true });
  const zones = zonesOf(home.data);
  const now = new Date().toISOString();
  return (
    <Page title={words.title} tab="/talks">
      {books && <p class="quiet">{t(words.lead)}</p>}
      <ClosedNote />
      {books && <a class="button main" href="/talks/book">{t(words.book)}</a>}
      <a class="button" href="/diary?view=month">{t(words.month)}</a>
      <Loaded of={diary}>
        {({ bookings }) => {
          const coming = bookings.filter((booking) => booking.state === "confirmed" && Date.parse(booking.endsAt) > Date.parse(now));
          const past = bookings.filter((booking) => !coming.includes(booking));
          if (!bookings.length) return <Empty words={books ? words.none : words.noneGiven} />;
          return (
            <>
              {bookings.some((booking) => booking.studentName === null) && <SealedNames />}
              {coming.length > 0 && <Section title={words.coming}><List lines={coming} zones={zones} /></Section>}
              {past.length > 0 && <Section title={words.past}><List lines={past} zones={zones} /></Section>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function List({ lines, zones }: { lines: Line[]; zones: Map<number, string> }) {
  const t = useText();
  const home = useHome().data;
  return (
    <Cells>
      {lines.map((booking) => (
        <DayCell
          key={booking.bookingId}
          {...booking}
          zone={zones.get(booking.orgId)}
          href={`/talks/${booking.orgId}/${booking.bookingId}`}
          subtitle={<>{booking.studentId && booking.studentName ? <Named id={booking.studentId} name={booking.studentName} home={home} /> : t(frame.privateTalk)}{["", booking.counsellorName, t(words.modes[booking.mode])].join(" · ")}</>}
          trailing={booking.state === "confirmed" ? undefined : <Tag tone="still">{t(words.states[booking.state])}</Tag>}
        />
      ))}
    </Cells>
  );
}
