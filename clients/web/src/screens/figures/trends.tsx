import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { language, named, type Say, useText, type Words } from "../../text";
import { formatter, month } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { Share } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/figure-trends";
import { Steps } from "./steps";

type Step = Shape<"TrendStep">;
type Counts = Shape<"Reached">;
type Part = "visited" | "contacted";

/** How the schools of a bureau went on, or one of them: what adults owe alone, never a confidential count. */
export function Trends({ orgId, school }: { orgId: number; school: number | undefined }) {
  const t = useText();
  const trends = useRead("/api/v1/orgs/{org_id}/figures/trends", { path: { org_id: orgId }, query: { schoolId: school ?? null } });
  return (
    <Page title={words.title} back wide>
      <Loaded of={trends}>
        {({ nameZh, nameEn, months, terms }) => (
          <>
            {nameZh && nameEn && <h2>{t(named({ nameZh, nameEn }))}</h2>}
            <p class="quiet">{t(words.lead)}</p>
            {months.length ? <Shown months={months} terms={terms} /> : <Empty words={words.none} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Shown({ months, terms }: { months: Step[]; terms: Step[] }) {
  const wide = useWide();
  return (
    <>
      <div class="stack halves">
        <Section title={words.visited}><Chart months={months} part="visited" label={words.visited} /></Section>
        <Section title={words.contacted}><Chart months={months} part="contacted" label={words.contacted} /></Section>
      </div>
      <Section title={words.terms}><Lines steps={terms} wide={wide} of={TERMS} /></Section>
      <Section title={words.months}><Lines steps={months} wide={wide} of={MONTHS} /></Section>
    </>
  );
}

function Chart({ months, part, label }: { months: Step[]; part: Part; label: Words }) {
  return <Steps label={label} steps={months.map((step) => ({ name: monthName(step.month), short: String(Number(step.month.slice(5, 7))), percent: percent(step, part), begins: step.term }))} />;
}

/** Months are compared in what adults do in both; terms in contacts alone, since visits count for a school year. */
const MONTHS = { label: words.months, first: words.month, change: words.sinceMonth, parts: ["visited", "contacted"] as Part[], name: (step: Step, _: Say) => monthName(step.month) };
const TERMS = { label: words.terms, first: words.term, change: words.sinceTerm, parts: ["contacted"] as Part[], name: (step: Step, t: Say) => `${termName(step.term, t)} ${t(words.until(monthName(step.month)))}` };

/** The newest first: a table at a desk, lines on a phone. */
function Lines({ steps, wide, of }: { steps: Step[]; wide: boolean; of: typeof MONTHS }) {
  const t = useText();
  const rows = [...steps].reverse();
  if (wide) return <Table label={of.label} file={t(of.label)} rows={rows} columns={columns(t, of)} keyOf={(step) => step.month} />;
  const told = (step: Step, part: Part) => (part === "visited" ? words.visits : words.contacts)(`${percent(step, part)}%`, of.parts.includes(part) ? changed(step, part, t) : "");
  return (
    <Cells label={t(of.label)}>
      {rows.map((step) => (
        <Cell key={step.month} trailing={t(words.schoolCount(step.schools))} subtitle={<>{t(told(step, "visited"))}<br />{t(told(step, "contacted"))}</>}>{of.name(step, t)}</Cell>
      ))}
    </Cells>
  );
}

function columns(t: Say, of: typeof MONTHS): Column<Step>[] {
  const shares = (["visited", "contacted"] as const).flatMap((part): Column<Step>[] => [
    { name: words[part], of: (step) => step[part], show: (step) => <Share part={step[part]} whole={step.students} /> },
    ...(of.parts.includes(part) ? [{ name: of.change, of: (step: Step) => points(step, part) ?? "", show: (step: Step) => signed(points(step, part)) }] : []),
  ]);
  return [
    { name: of.first, of: (step) => step.month, show: (step) => of.name(step, t) },
    { name: words.schools, of: (step) => step.schools },
    { name: words.students, of: (step) => step.students },
    ...shares,
    { name: words.owed, of: (step) => step.owed },
  ];
}

function percent(of: Counts, part: Part): number {
  return of.students ? Math.round((100 * of[part]) / of.students) : 0;
}

/** Of the schools that counted both times; nothing where none did. */
function points({ change }: Step, part: Part): number | undefined {
  return change ? percent(change.now, part) - percent(change.before, part) : undefined;
}

function changed(step: Step, part: Part, t: Say): string {
  const by = points(step, part);
  if (by === undefined) return "";
  return t(by > 0 ? words.up(by) : by < 0 ? words.down(-by) : words.level);
}

function signed(by: number | undefined): string {
  return by === undefined ? "" : by > 0 ? `+${by}` : `${by}`.replace("-", "−");
}

function monthName(date: string): string {
  const at = new Date(`${date}T12:00:00Z`);
  if (at.getUTCFullYear() === new Date().getFullYear()) return month(at);
  return formatter(language.get() === "en" ? "en-GB" : "zh-CN", "UTC", { month: "short", year: "numeric" }).format(at);
}

function termName(date: string, t: Say): string {
  return t((date.slice(5, 7) === "09" ? words.autumn : words.spring)(date.slice(0, 4)));
}
