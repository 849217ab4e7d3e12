import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { named, type Say, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices, Input } from "../../ui/fields";
import { Bars } from "../../ui/figures";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { words } from "../../words/publicity";
import { filedWords, Lines } from "./lines";
import { Export, Steps } from "./period";
import type { Period, PeriodProps } from "./types";

type School = Shape<"SchoolReturn">;
const PERIODS = Object.keys(words.periods) as Period[];

/** What a bureau's schools filed for one period, their sums, and who has not filed. */
export function BureauReturns({ orgId, query, onDay }: PeriodProps) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const returns = useRead("/api/v1/orgs/{org_id}/publicity/schools", { path: { org_id: orgId }, query });
  return (
    <Loaded of={returns}>
      {(data) => (
        <>
          <Steps period={data.period} firstDay={data.firstDay} lastDay={data.lastDay} onDay={onDay} />
          <p class={`note ${data.filed < data.schools.length ? "soon" : ""}`}>
            {t(words.filedOf(data.filed, data.schools.length))}
            {data.asked && <> · {t(words.daysLeft(data.daysLeft, plainDay(data.dueOn)))}</>}
          </p>
          <Lines lines={data.lines} people={data.people} />
          <Export path={`/api/v1/orgs/${orgId}/publicity/schools/returns.xlsx`} query={{ period: data.period, day: data.firstDay }} name={words.schoolsFileName} />
          <Button wide onClick={() => setAsking(true)}>{t(words.settings)}</Button>
          {data.schools.length ? <Schools schools={data.schools} people={data.people} /> : <Empty words={words.noSchools} />}
          {asking && (
            <Sheet title={words.settings} onClose={() => setAsking(false)}>
              <Settings orgId={orgId} settings={data.settings} onDone={() => setAsking(false)} />
            </Sheet>
          )}
        </>
      )}
    </Loaded>
  );
}

/** Those that have not filed stand first. */
function Schools({ schools, people }: { schools: School[]; people: number }) {
  const t = useText();
  const [open, setOpen] = useState<School>();
  const wide = useWide();
  const filed = schools.filter((school) => school.filed);
  return (
    <Section title={words.schools}>
      {wide ? (
        <Table label={words.schools} rows={schools} columns={columns(t, setOpen)} keyOf={(school) => String(school.schoolId)} />
      ) : (
        <Cells>
          {schools.map((school) => (
            <Cell key={school.schoolId} onClick={school.filed ? () => setOpen(school) : undefined} subtitle={school.filed ? filedWords(t, school.filed) : undefined} trailing={<State school={school} />}>{t(named(school))}</Cell>
          ))}
        </Cells>
      )}
      {filed.length > 1 && <Bars label={words.people} bars={filed.map((school) => ({ name: t(named(school)), part: peopleOf(school), whole: people }))} />}
      {open?.filed && (
        <Sheet title={named(open)} onClose={() => setOpen(undefined)}>
          <p>{filedWords(t, open.filed)}</p>
          <Lines lines={open.filed.lines} people={peopleOf(open)} />
        </Sheet>
      )}
    </Section>
  );
}

function State({ school }: { school: School }) {
  const t = useText();
  if (!school.filed) return <Tag tone="soon">{t(words.missing)}</Tag>;
  return <Tag tone={school.filed.late ? "still" : "calm"}>{t(stateOf(school))}</Tag>;
}

function stateOf({ filed }: School) {
  return filed ? (filed.late ? words.late : words.onTime) : words.missing;
}

function peopleOf({ filed }: School): number {
  return filed?.lines.reduce((sum, line) => sum + line.people, 0) ?? 0;
}

/** A desk's table: the name opens the return. */
function columns(t: Say, open: (school: School) => void): Column<School>[] {
  return [
    { name: words.school, of: (one) => t(named(one)), show: (one) => (one.filed ? <button type="button" class="link" onClick={() => open(one)}>{t(named(one))}</button> : t(named(one))) },
    { name: words.state, of: (one) => t(stateOf(one)), show: (one) => <State school={one} /> },
    { name: words.filedDay, of: (one) => one.filed?.filedOn ?? "", show: (one) => one.filed && plainDay(one.filed.filedOn) },
    { name: words.people, of: (one) => (one.filed ? peopleOf(one) : "") },
  ];
}

function Settings({ orgId, settings, onDone }: { orgId: number; settings: Shape<"PublicitySettings">; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [periods, setPeriods] = useState<readonly Period[]>(settings.periods);
  const [dueAfter, setDueAfter] = useState(String(settings.dueAfter));
  const send = () =>
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/publicity/schools/settings", { path: { org_id: orgId }, body: { periods: [...periods], dueAfter: Number(dueAfter) }, version: settings.version }, key), () => {
      toast(words.saved);
      onDone();
    });
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Choices<Period> multiple label={words.asked} value={periods} onValue={setPeriods} options={PERIODS.map((period) => [period, t(words.periods[period])])} error={fieldError(mutation.problem, "periods")} />
      <Input label={words.dueAfter} hint={words.dueAfterHint} type="number" required min="1" max="60" value={dueAfter} onValue={setDueAfter} error={fieldError(mutation.problem, "dueAfter")} />
    </Form>
  );
}
