import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { span } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { Section } from "../../ui/page";
import { words } from "../../words/counsellor";

/** Bookings that a change of hours left outside: they stay booked until somebody moves them. */
export function Outside({ orgId, zone, all }: { orgId: number; zone: string; all: Shape<"BookedTime">[] }) {
  const t = useText();
  return (
    <div role="status">
      {all.length > 0 && (
        <Section title={words.outside}>
          <p class="note soon">{t(words.outsideLead)}</p>
          <Cells>
            {all.map((booking) => (
              <Cell key={booking.bookingId} href={`/talks/${orgId}/${booking.bookingId}`}>{span(booking.startsAt, booking.endsAt, zone)}</Cell>
            ))}
          </Cells>
        </Section>
      )}
    </div>
  );
}
