import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { account } from "../../storage/session";
import { named, type Say, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { words } from "../../words/counsellor";
import { ExceptionForm, RemoveException } from "./exception";
import { EndHours, HoursForm, hoursName } from "./hours-form";
import { Outside } from "./outside";

type Hours = Shape<"Hours">;
type Booked = Shape<"BookedTime">;

/** The counsellor's weekly hours and the exceptions. */
export default function HoursScreen() {
  return (
    <Page title={words.hours} wide>
      <OrgChoice roles={["counsellor"]}>{(org) => <OrgHours key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function OrgHours({ org }: { org: Org }) {
  const counsellorId = account.get()?.accountId ?? "";
  const timetable = useRead("/api/v1/orgs/{org_id}/hours", { path: { org_id: org.orgId }, query: { counsellorId } });
  return <Loaded of={timetable}>{(table) => (table.places.length || table.hours.length ? <TimetableView org={org} counsellorId={counsellorId} table={table} /> : <Empty words={words.noPlace} />)}</Loaded>;
}

interface Props {
  org: Org;
  counsellorId: string;
  table: Shape<"Timetable">;
}

type OpenSheet = { hours: Hours | undefined } | { exception: Shape<"HoursException"> | undefined };

function TimetableView({ org, counsellorId, table }: Props) {
  const t = useText();
  const [open, setOpen] = useState<OpenSheet>();
  const close = () => setOpen(undefined);
  const onDone = (outside: Booked[]) => {
    close();
    if (outside.length) window.scrollTo(0, 0);
  };
  const sheetProps = { orgId: org.orgId, zone: table.timeZone, counsellorId, onDone };
  return (
    <>
      <Outside orgId={org.orgId} zone={table.timeZone} all={table.outside} />
      <div class="stack halves">
        <Section title={words.weekly}>
          <Weekly table={table} open={(hours) => setOpen({ hours })} />
          {table.places.length > 0 && <Button wide onClick={() => setOpen({ hours: undefined })}>{t(words.addHours)}</Button>}
        </Section>
        <Section title={words.exceptions}>
          <Exceptions table={table} open={(exception) => setOpen({ exception })} />
          {table.hours.length > 0 && <Button wide onClick={() => setOpen({ exception: undefined })}>{t(words.addException)}</Button>}
        </Section>
      </div>
      {open && "hours" in open && (
        <Sheet title={open.hours ? words.editHours : words.addHours} onClose={close}>
          <HoursForm {...sheetProps} hours={open.hours} places={table.places} />
          {open.hours && <EndHours {...sheetProps} hours={open.hours} />}
        </Sheet>
      )}
      {open && "exception" in open && (
        <Sheet title={words.addException} onClose={close}>
          {open.exception ? <RemoveException {...sheetProps} exception={open.exception} /> : <ExceptionForm {...sheetProps} hours={table.hours} />}
        </Sheet>
      )}
    </>
  );
}

function Weekly({ table, open }: { table: Props["table"]; open: (hours: Hours) => void }) {
  const t = useText();
  const all = [...table.hours].sort((a, b) => a.weekday - b.weekday || a.fromTime.localeCompare(b.fromTime));
  if (!all.length) return <Empty words={words.noHours} />;
  return (
    <Cells>
      {all.map((hours) => (
        <Cell key={hours.hoursId} onClick={() => open(hours)} subtitle={hoursDetails(hours, table.places, t)}>{hoursName(hours)}</Cell>
      ))}
    </Cells>
  );
}

function hoursDetails(hours: Hours, places: Shape<"Provider">[], t: Say): string {
  const place = places.find((place) => place.providerId === hours.providerId);
  const room = place?.rooms.find((room) => room.roomId === hours.roomId)?.name;
  const valid = hours.validUntil ? words.valid(plainDay(hours.validFrom), plainDay(hours.validUntil)) : words.since(plainDay(hours.validFrom));
  const parts = [place && t(named(place)), room, hours.modes.map((mode) => t(words.modes[mode])).join(" / "), t(words.each(hours.slotMinutes, hours.bufferMinutes)), t(valid)];
  return parts.filter(Boolean).join(" · ");
}

function Exceptions({ table, open }: { table: Props["table"]; open: (exception: Shape<"HoursException">) => void }) {
  const t = useText();
  if (!table.exceptions.length) return <p class="quiet">{t(words.noExceptions)}</p>;
  return (
    <Cells>
      {table.exceptions.map((exception) => (
        <Cell key={exception.exceptionId} onClick={() => open(exception)} subtitle={`${exception.fromTime}–${exception.toTime}`} trailing={<Tag tone={exception.kind === "open" ? "calm" : "still"}>{t(words.kinds[exception.kind])}</Tag>}>
          {plainDay(exception.onDate)}
        </Cell>
      ))}
    </Cells>
  );
}
