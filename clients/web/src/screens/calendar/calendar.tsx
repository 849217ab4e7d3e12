import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { type Mutation, useMutation, write } from "../../api/write";
import { say, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { UntilSaved } from "../../ui/until-saved";
import { words } from "../../words/calendar";
import { FileImport } from "./file-import";
import { daysTaken, EntryForm, saveButton, SettingsForm } from "./forms";
import { dates, Glance, SpecialDays, Themes } from "./year";

type Calendar = Shape<"SchoolCalendar">;
type Entry = Shape<"SchoolCalendarEntry">;

/** An organisation's year: terms, holidays, closed and make-up days, and the hours for visits. */
export default function SchoolCalendar() {
  return (
    <Page title={words.title} back wide>
      <OrgChoice roles={["school_admin", "leader", "officer"]}>{(org) => <OrgCalendar key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function OrgCalendar({ orgId }: { orgId: number }) {
  const t = useText();
  const [year, setYear] = useState<number>();
  const calendar = useRead("/api/v1/orgs/{org_id}/school-calendar", { path: { org_id: orgId }, query: year === undefined ? {} : { year } });
  return (
    <Loaded of={calendar}>
      {(data) => (
        <>
          <div class="buttons">
            <Button onClick={() => setYear(data.year - 1)}>{t(words.before)}</Button>
            <Button onClick={() => setYear(data.year + 1)}>{t(words.after)}</Button>
          </div>
          {data.national.missing && data.settings.nationalDays && <p class="note soon small">{t(words.missing(Math.max(data.national.lastYear + 1, data.year)))}</p>}
          <div class="stack halves">
            <Section title={words.year(data.year)}>
              <Glance calendar={data} />
            </Section>
            {data.canEdit && <Own orgId={orgId} calendar={data} reload={calendar.reload} />}
            <Section title={words.special}>
              <Themes calendar={data} />
              <SpecialDays calendar={data} />
              <p class="quiet small">{t(words.source(data.national.source, data.national.lastYear))}</p>
            </Section>
            {data.canEdit && (
              <Section title={words.rules}>
                <UntilSaved of={data.settings}>
                  {(settings) => <SettingsForm orgId={orgId} settings={settings} onDone={calendar.reload} />}
                </UntilSaved>
              </Section>
            )}
          </div>
        </>
      )}
    </Loaded>
  );
}

function Own({ orgId, calendar, reload }: { orgId: number; calendar: Calendar; reload: () => void }) {
  const t = useText();
  const [open, setOpen] = useState<Entry | "new" | "file">();
  const done = () => {
    setOpen(undefined);
    reload();
  };
  return (
    <Section title={words.own}>
      {calendar.entries.length ? (
        <Cells>
          {calendar.entries.map((entry) => (
            <Cell key={entry.entryId} onClick={() => setOpen(entry)} subtitle={[dates(entry.firstDay, entry.lastDay), ...origin(entry)].join(" · ")} trailing={<Tag tone={entry.kind === "closed" ? "still" : "calm"}>{t(words.kinds[entry.kind])}</Tag>}>{entry.name}</Cell>
          ))}
        </Cells>
      ) : (
        <Empty words={words.noOwn} />
      )}
      <div class="buttons">
        <Button onClick={() => setOpen("new")}>{t(words.add)}</Button>
        <Button onClick={() => setOpen("file")}>{t(words.upload)}</Button>
      </div>
      {open && (
        <Sheet title={open === "new" ? words.add : open === "file" ? words.upload : [open.name, open.name]} onClose={() => setOpen(undefined)}>
          {open === "new" ? <EntryForm orgId={orgId} today={calendar.today} hasSchools={calendar.hasSchools} onDone={done} /> : open === "file" ? <FileImport orgId={orgId} hasSchools={calendar.hasSchools} onDone={done} /> : <RemoveEntry orgId={orgId} entry={open} onDone={done} />}
        </Sheet>
      )}
    </Section>
  );
}

/** Where an entry comes from, if not from somebody's hand. */
function origin(entry: Entry): string[] {
  if (entry.fromOrg) return [say(words.fromBureau(entry.fromOrg))];
  return [...(entry.forSchools ? [say(words.shared)] : []), ...(entry.source ? [say(words.fromFile(entry.source))] : [])];
}

function RemoveEntry({ orgId, entry, onDone }: { orgId: number; entry: Entry; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-calendar/entries/{entry_id}/end", { path: { org_id: orgId, entry_id: entry.entryId }, query: { cancelStanding: daysTaken(mutation) } }, key), () => {
      toast(words.removed);
      onDone();
    });
  return (
    <Form mutation={mutation} send={send} {...removeButton(mutation)}>
      <p>{dates(entry.firstDay, entry.lastDay)}</p>
      {origin(entry).map((text) => <p key={text} class="quiet small">{text}</p>)}
      <p>{t(entry.fromOrg ? words.removeHere(entry.name) : words.removeSure(entry.name))}</p>
    </Form>
  );
}

function removeButton(mutation: Mutation) {
  return { ...saveButton(mutation, words.remove), kind: "danger" as const };
}
