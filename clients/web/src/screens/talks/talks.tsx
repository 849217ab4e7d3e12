import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useHome } from "../../orgs";
import { useText } from "../../text";
import { isoDay, span } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { Empty, Shown } from "../../ui/shown";
import { words } from "../../words/talks";

type Line = Shape<"BookingLine">;

const DAY = 86_400_000;
/** Days that one look covers; the API shows 31 at most. */
const BACK = 9;
const AHEAD = 21;

/** My talks, and the way to the next one. */
export default function Talks() {
  const t = useText();
  const home = useHome();
  const today = Date.parse(`${isoDay(new Date())}T00:00:00Z`);
  const query = { from: new Date(today - BACK * DAY).toISOString(), to: new Date(today + AHEAD * DAY).toISOString() };
  const diary = useRead("/api/v1/me/diary", { query }, { keep: true });
  const zones = new Map(home.data?.orgs.map((org) => [org.orgId, org.timeZone]));
  const now = new Date().toISOString();
  return (
    <Page title={words.title} tab="/talks">
      <p class="quiet">{t(words.lead)}</p>
      <a class="button main" href="/talks/book">{t(words.book)}</a>
      <Shown of={diary}>
        {({ bookings }) => {
          const coming = bookings.filter((one) => one.state === "confirmed" && Date.parse(one.endsAt) > Date.parse(now));
          const past = bookings.filter((one) => !coming.includes(one));
          if (!bookings.length) return <Empty words={words.none} />;
          return (
            <>
              {coming.length > 0 && <Section title={words.coming}><List lines={coming} zones={zones} /></Section>}
              {past.length > 0 && <Section title={words.past}><List lines={past} zones={zones} /></Section>}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

function List({ lines, zones }: { lines: Line[]; zones: Map<number, string> }) {
  const t = useText();
  return (
    <Cells>
      {lines.map((one) => (
        <Cell
          key={one.bookingId}
          href={`/talks/${one.orgId}/${one.bookingId}`}
          under={[one.counsellorName, one.studentName, t(words.modes[one.mode])].join(" · ")}
          more={one.state === "confirmed" ? undefined : <Tag tone="still">{t(words.states[one.state])}</Tag>}
        >
          {span(one.startsAt, one.endsAt, zones.get(one.orgId))}
        </Cell>
      ))}
    </Cells>
  );
}
