import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Facts, Tag } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Form } from "../../ui/form";
import { Headline } from "../../ui/headline";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { OpenButton } from "../../ui/open-button";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { SealedNames } from "../../ui/sealed-names";
import { toast } from "../../ui/toast";
import { words as frame } from "../../words/frame/talks";
import { words } from "../../words/talks";
import { type ChosenTime, FreeTimes } from "./free";
import { SessionNote } from "./session-note";

type Booking = Shape<"Booking">;
type BookingPath = { org_id: number; booking_id: string };

/** One booking: when, where and with whom. It can be moved and cancelled; the counsellor notes its outcome. */
export default function Talk() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), booking_id: params.id ?? "" };
  const booking = useRead("/api/v1/orgs/{org_id}/bookings/{booking_id}", { path }, { store: true });
  return (
    <Page title={words.one} back>
      <Loaded of={booking}>{(data) => <BookingView booking={data} path={path} />}</Loaded>
    </Page>
  );
}

function BookingView({ booking, path }: { booking: Booking; path: BookingPath }) {
  const t = useText();
  return (
    <>
      <Headline startsAt={booking.startsAt} endsAt={booking.endsAt} zone={booking.timeZone} lines={[[t(words.counsellor), booking.counsellorName, t(words.modes[booking.mode])].join(" · ")]}>
        {booking.state !== "confirmed" && <p><Tag tone="still">{t(words.states[booking.state])}</Tag></p>}
      </Headline>
      {booking.private && <p class="note">{t(words.isPrivate)}</p>}
      <Facts
        of={[
          [t(words.place), [t([booking.providerNameZh, booking.providerNameEn]), ...(booking.mode === "in_person" ? [booking.roomName, booking.address] : [])].filter(Boolean).join(" · ")],
          [t(words.phone), booking.phone && <a href={`tel:${booking.phone}`}>{booking.phone}</a>],
          [t(words.about), booking.studentName ?? t(frame.privateTalk)],
          [t(words.people), booking.people.filter((person) => person.attends).map((person) => person.name).join(" · ")],
        ]}
      />
      {booking.studentName === null && <SealedNames />}
      {booking.canReadNote && <OpenButton action={words.openNote} note={words.openNoteMore}>{() => <Note path={path} />}</OpenButton>}
      {booking.canClose && <Outcome booking={booking} path={path} />}
      <SessionNote orgId={path.org_id} bookingId={path.booking_id} canWrite={booking.canWriteSessionNote} canRead={booking.sessionNoteVersion !== null} hasNote={Boolean(booking.sessionNoteVersion)} />
      {booking.canWriteSessionNote && booking.studentId && <a class="button" href={`/talks/book/${path.org_id}/${booking.studentId}`}>{t(words.next)}</a>}
      {booking.canMove && <Move booking={booking} path={path} />}
      {booking.canCancel && <Cancel booking={booking} path={path} />}
      {booking.state === "confirmed" && <p><a href="/me/calendar">{t(words.calendar)}</a></p>}
    </>
  );
}

function Move({ booking, path }: { booking: Booking; path: BookingPath }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<ChosenTime>();
  const home = useHome().data;
  const own = [home?.accountId, ...(home?.orgs.flatMap((org) => org.children.map((child) => child.studentId)) ?? [])];
  const family = booking.studentId && own.includes(booking.studentId) ? booking.studentId : undefined;
  const send = () =>
    !chosen
      ? toast(words.pickFirst)
      : void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/bookings/{booking_id}/move", { path, body: chosen, version: booking.version }, key), () => {
      toast(words.moved);
      setOpen(false);
    });
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.move)}</Button>
      {open && (
        <Sheet title={words.move} onClose={() => setOpen(false)}>
          <p class="quiet small">{t(words.moveLead)}</p>
          <FreeTimes orgId={path.org_id} family={family} value={chosen} onValue={setChosen}>
            {(picker) => (
              <>
                {picker}
                <Form mutation={mutation} send={send} button={words.send} />
              </>
            )}
          </FreeTimes>
        </Sheet>
      )}
    </>
  );
}

function Cancel({ booking, path }: { booking: Booking; path: BookingPath }) {
  return (
    <ConfirmButton
      action={words.cancel}
      consequence={words.cancelSure}
      send={(key) => write("post", "/api/v1/orgs/{org_id}/bookings/{booking_id}/cancel", { path, version: booking.version }, key)}
      onDone={() => toast(words.cancelled)}
    />
  );
}

/** The note of the person who booked; opening it is recorded. */
function Note({ path }: { path: BookingPath }) {
  const note = useRead("/api/v1/orgs/{org_id}/bookings/{booking_id}/note", { path }, { secret: true });
  return <Loaded of={note}>{(data) => <p class="card text">{data.text}</p>}</Loaded>;
}

function Outcome({ booking, path }: { booking: Booking; path: BookingPath }) {
  const t = useText();
  const mutation = useMutation();
  const close = (state: "done" | "missed") =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/bookings/{booking_id}/outcome", { path, body: { state }, version: booking.version }, key), () => toast(words.saved));
  return (
    <Section title={words.outcome}>
      <ProblemNote problem={mutation.problem} />
      <div class="buttons">
        <Button kind="main" busy={mutation.busy} onClick={() => close("done")}>{t(words.done)}</Button>
        <Button busy={mutation.busy} onClick={() => close("missed")}>{t(words.missed)}</Button>
      </div>
    </Section>
  );
}
