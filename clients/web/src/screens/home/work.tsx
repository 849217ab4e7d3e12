/** For those who run a school or a bureau: how far it is, and what comes next. Fetched after the first screen has shown. */
import type { ComponentChildren } from "preact";
import type { Shape } from "../../api/client";
import { type Home, type Org } from "../../api/home";
import { useRead } from "../../api/read";
import { named, useText, type Words } from "../../text";
import { clock, day, plainDay } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Bars } from "../../ui/figures";
import { Section } from "../../ui/page";
import { Tiles } from "../../ui/tiles";
import { words } from "../../words/work";

const SHOWN = 3;

export function Work({ home }: { home: Home }) {
  const school = home.orgs.find((org) => org.kind === "school" && org.roles.some((role) => role === "leader" || role === "school_admin"));
  const bureau = home.orgs.find((org) => org.kind === "bureau" && org.roles.includes("officer"));
  return (
    <>
      {school && <School org={school} />}
      {bureau && <Bureau orgId={bureau.orgId} named={home.notices.map((notice) => notice.noticeId)} />}
    </>
  );
}

function School({ org }: { org: Org }) {
  const path = { org_id: org.orgId };
  const coverage = useRead("/api/v1/orgs/{org_id}/coverage", { path }).data;
  return (
    <>
      {coverage && coverage.students > 0 && <Section title={words.today}><Tiles of={countsOf(coverage)} href="/school" /></Section>}
      <div class="stack halves">
        <Campaigns org={org} />
        <Lectures org={org} />
        <Notices org={org} />
        <Calendar org={org} />
      </div>
    </>
  );
}

/** `named`: the notices that wait for this reader stand above already. */
function Bureau({ orgId, named: above }: { orgId: number; named: string[] }) {
  const t = useText();
  const figures = useRead("/api/v1/orgs/{org_id}/figures", { path: { org_id: orgId } }).data;
  const waiting = useRead("/api/v1/orgs/{org_id}/bureau-notices", { path: { org_id: orgId } }).data?.items.filter((one) => one.state === "submitted" && !above.includes(one.bureauNoticeId));
  if (!figures?.schools.length) return null;
  return (
    <>
      <Panel title={words.approve}>
        {waiting?.map((one) => <Cell key={one.bureauNoticeId} href={`/notices/bureau/${orgId}/${one.bureauNoticeId}`} subtitle={t(words.twoAgree)}>{t([one.titleZh, one.titleEn ?? one.titleZh])}</Cell>)}
      </Panel>
      <Section title={words.today}><Tiles of={countsOf(figures.total)} href="/figures" /></Section>
      <Section title={words.schools}>
        <Bars label={words.schools} bars={figures.schools.map((school) => ({ name: t(named(school)), part: school.visited, whole: school.students }))} />
      </Section>
    </>
  );
}

type Counts = Pick<Shape<"SchoolCoverage">, "students" | "visited" | "owed" | "contacted">;

function countsOf(of: Counts): [Words, number][] {
  return [[words.owed, of.owed], [words.visited, of.visited], [words.contacted, of.contacted], [words.students, of.students]];
}

/** Nothing to show takes no room. */
function Panel({ title, children }: { title: Words; children: ComponentChildren[] | undefined }) {
  return children?.length ? <Section title={title}><Cells>{children}</Cells></Section> : null;
}

function Campaigns({ org }: { org: Org }) {
  const t = useText();
  const all = useRead("/api/v1/orgs/{org_id}/campaigns", { path: { org_id: org.orgId } }).data;
  const open = all?.filter((one) => !one.closedAt).slice(0, SHOWN);
  return (
    <Panel title={words.campaigns}>
      {open?.map((one) => <Cell key={one.campaignId} href={`/campaigns/${org.orgId}/${one.campaignId}`} subtitle={t(words.doneOf(one.done, one.students, plainDay(one.endsOn)))}>{one.title}</Cell>)}
    </Panel>
  );
}

function Lectures({ org }: { org: Org }) {
  const t = useText();
  const all = useRead("/api/v1/orgs/{org_id}/lectures", { path: { org_id: org.orgId } }).data;
  const now = Date.now();
  const next = all?.items.filter((one) => one.state === "published" && Date.parse(one.endsAt) > now).sort((a, b) => a.startsAt.localeCompare(b.startsAt)).slice(0, SHOWN);
  return (
    <Panel title={words.lectures}>
      {next?.map((one) => (
        <Cell key={one.lectureId} href={`/lectures/${org.orgId}/${one.lectureId}/run`} subtitle={`${day(one.startsAt, org.timeZone)} ${clock(one.startsAt, org.timeZone)}`} trailing={one.registers ? t(words.registered(one.registered)) : undefined}>
          {t([one.titleZh, one.titleEn ?? one.titleZh])}
        </Cell>
      ))}
    </Panel>
  );
}

function Notices({ org }: { org: Org }) {
  const t = useText();
  const all = useRead("/api/v1/orgs/{org_id}/notices", { path: { org_id: org.orgId } }).data;
  return (
    <Panel title={words.notices}>
      {all?.items.slice(0, SHOWN).map((one) => (
        <Cell key={one.noticeId} href={`/notices/sent/${org.orgId}/${one.noticeId}`} subtitle={[one.authorName, day(one.sentAt ?? one.sendAt ?? one.createdAt, org.timeZone), one.sentAt && t(words.reached(one.reached.people))].filter(Boolean).join(" · ")} trailing={<Tag tone={one.state === "sent" ? "calm" : "still"}>{t(words.states[one.state])}</Tag>}>
          {t([one.titleZh, one.titleEn ?? one.titleZh])}
        </Cell>
      ))}
    </Panel>
  );
}

/** Days without school, and those that make up for them. */
function Calendar({ org }: { org: Org }) {
  const t = useText();
  const year = useRead("/api/v1/orgs/{org_id}/school-calendar", { path: { org_id: org.orgId } }).data;
  const special = year?.spans.filter((span) => span.lastDay >= year.today && span.kind !== "school_day" && span.kind !== "weekend").slice(0, SHOWN);
  return (
    <Panel title={words.calendar}>
      {special?.map((span) => (
        <Cell key={span.firstDay} href="/school/calendar" trailing={span.kind === "workday" ? <Tag tone="soon">{t(words.workday)}</Tag> : undefined} subtitle={span.name}>
          {span.firstDay === span.lastDay ? plainDay(span.firstDay) : `${plainDay(span.firstDay)} – ${plainDay(span.lastDay)}`}
        </Cell>
      ))}
    </Panel>
  );
}
