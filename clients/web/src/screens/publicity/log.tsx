import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { write } from "../../api/write";
import { type Say, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Empty, Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { words } from "../../words/publicity";
import { EventForm, type Start } from "./event-form";
import { filedWords, Lines } from "./lines";
import { Export, Steps } from "./period";
import type { Entry, Log, PeriodProps } from "./types";

/** A school's log of one period, and its return. */
export function SchoolLog({ orgId, query, onDay }: PeriodProps) {
  const t = useText();
  const [open, setOpen] = useState<Start>();
  const log = useRead("/api/v1/orgs/{org_id}/publicity", { path: { org_id: orgId }, query });
  return (
    <Loaded of={log}>
      {(data) => (
        <>
          <Steps period={data.period} firstDay={data.firstDay} lastDay={data.lastDay} onDay={onDay} />
          <Return orgId={orgId} log={data} />
          <Button wide kind="main" onClick={() => setOpen({ heldOn: data.today < data.lastDay ? data.today : data.lastDay })}>{t(words.add)}</Button>
          <Lectures log={data} onOpen={setOpen} />
          <Lines lines={data.lines} people={data.people} />
          <Section title={words.events}>
            {data.events.length ? <Events events={data.events} onOpen={(entry) => setOpen({ entry, ...entry })} /> : <Empty words={words.noEvents} />}
            {data.events.length > 0 && <Export path={`/api/v1/orgs/${orgId}/publicity/events.xlsx`} query={query} name={words.fileName} />}
          </Section>
          {open && (
            <Sheet title={open.entry ? words.edit : words.add} onClose={() => setOpen(undefined)}>
              <EventForm orgId={orgId} start={open} today={data.today} onDone={() => setOpen(undefined)} />
            </Sheet>
          )}
        </>
      )}
    </Loaded>
  );
}

/** How far the return is, and the button that files or amends it. */
function Return({ orgId, log }: { orgId: number; log: Log }) {
  const t = useText();
  const { filed, differs, over } = log;
  const file = (key: string) => write("post", "/api/v1/orgs/{org_id}/publicity/returns", { path: { org_id: orgId }, body: { period: log.period, firstDay: log.firstDay, edition: filed?.edition ?? 0, lines: log.lines } }, key);
  return (
    <Section title={words.return}>
      <p class={`note ${filed && !differs ? "" : over ? "soon" : ""}`}>{status(t, log)}</p>
      {differs && <p class="quiet small">{t(words.differs)}</p>}
      {!log.asked && <p class="quiet small">{t(words.notAsked)}</p>}
      {over && (!filed || differs) && (log.canFile ? (
        <ConfirmButton kind="main" action={filed ? words.amend : words.file} consequence={words.fileSure(log.people)} send={file} onDone={() => toast(words.filed)} />
      ) : (
        <p class="quiet small">{t(words.leaderFiles)}</p>
      ))}
    </Section>
  );
}

function status(t: Say, { filed, over, dueOn, today }: Log): string {
  if (filed) return filedWords(t, filed);
  const due = plainDay(dueOn);
  if (!over) return t(words.open(due));
  return t(today > dueOn ? words.overdue(due) : words.due(due));
}

function Lectures({ log, onOpen }: { log: Log; onOpen: (start: Start) => void }) {
  const t = useText();
  if (!log.lectures.length) return null;
  return (
    <Section title={words.lectures}>
      <p class="quiet small">{t(words.lecturesMore)}</p>
      <Cells>
        {log.lectures.map((lecture) => (
          <Cell key={lecture.lectureId} onClick={() => onOpen(lecture)} subtitle={[plainDay(lecture.heldOn), lecture.place].filter(Boolean).join(" · ")} trailing={<Tag tone="soon">{t(words.kinds[lecture.kind])}</Tag>}>{lecture.topic}</Cell>
        ))}
      </Cells>
    </Section>
  );
}

function Events({ events, onOpen }: { events: Entry[]; onOpen: (entry: Entry) => void }) {
  const t = useText();
  if (useWide()) return <Table label={words.events} rows={events} columns={columns(t, onOpen)} keyOf={(entry) => entry.eventId} />;
  return (
    <Cells>
      {events.map((entry) => (
        <Cell key={entry.eventId} onClick={() => onOpen(entry)} subtitle={[plainDay(entry.heldOn), t(words.counted(entry.count, entry.people)), entry.place].filter(Boolean).join(" · ")} trailing={<Tag>{t(words.kinds[entry.kind])}</Tag>}>{entry.topic}</Cell>
      ))}
    </Cells>
  );
}

/** A desk's table: the topic opens the entry. */
function columns(t: Say, open: (entry: Entry) => void): Column<Entry>[] {
  return [
    { name: words.topic, of: (one) => one.topic, show: (one) => <button type="button" class="link" onClick={() => open(one)}>{one.topic}</button> },
    { name: words.heldOn, of: (one) => one.heldOn, show: (one) => plainDay(one.heldOn) },
    { name: words.kind, of: (one) => t(words.kinds[one.kind]) },
    { name: words.audience, of: (one) => one.audience },
    { name: words.count, of: (one) => one.count },
    { name: words.people, of: (one) => one.people },
    { name: words.place, of: (one) => one.place },
  ];
}
