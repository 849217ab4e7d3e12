import type { JSX } from "preact";
import type { Shape } from "../../api/client";
import type { Say, Words } from "../../text";
import { day, span } from "../../text/time";
import { Cell, Tag } from "../../ui/cells";
import { words } from "../../words/home";

type Home = Shape<"Home">;

const NOTICE: Record<Shape<"HomeNotice">["kind"], Words> = { information: words.information, acknowledge: words.acknowledge, sign: words.sign };

/** Everything that waits for the person, the most urgent first. */
export function needsOf(home: Home, t: Say): JSX.Element[] {
  return [...reports(home, t), ...visits(home, t), ...notices(home, t), ...own(home, t)];
}

function reports(home: Home, t: Say): JSX.Element[] {
  return home.orgs.filter((org) => org.observationsWaiting).map((org) => (
    <Cell key={`o${org.orgId}`} href="/concerns">{t(words.waits(org.observationsWaiting))}</Cell>
  ));
}

function visits(home: Home, t: Say): JSX.Element[] {
  return home.visits.filter((visit) => visit.waitsForMe).map((visit) => (
    <Cell
      key={visit.visitId}
      href={`/visits/${visit.orgId}/${visit.visitId}`}
      under={span(visit.startsAt, visit.endsAt, visit.timeZone)}
      more={<Tag tone="soon">{t(visit.state === "move_asked" ? words.moveAsked : words.proposed)}</Tag>}
    >
      {t(words.visit)} · {visit.studentName}
    </Cell>
  ));
}

function notices(home: Home, t: Say): JSX.Element[] {
  const zones = new Map(home.orgs.map((org) => [org.orgId, org.timeZone]));
  const when = (notice: Shape<"HomeNotice">) => {
    const zone = zones.get(notice.orgId);
    return notice.answerBy ? t(words.answerBy(day(notice.answerBy, zone))) : day(notice.sentAt, zone);
  };
  const cells = home.notices.map((notice) => (
    <Cell
      key={notice.noticeId}
      href={`/notices/${notice.orgId}/${notice.noticeId}`}
      under={[...notice.children, when(notice)].join(" · ")}
      more={<Tag tone="soon">{t(NOTICE[notice.kind])}</Tag>}
    >
      {notice.title}
    </Cell>
  ));
  const rest = home.noticesWaiting - home.notices.length;
  return rest > 0 ? [...cells, <Cell key="rest" href="/notices">{t(words.more_(rest))}</Cell>] : cells;
}

const OWN = {
  set_password: [words.setPassword, "/me/safety"],
  set_totp: [words.setTotp, "/me/safety"],
  see_resets: [words.seeResets, "/me/safety"],
} as const;

function own(home: Home, t: Say): JSX.Element[] {
  return home.needs.map((need) => {
    if (need.kind === "answer_committee") {
      return <Cell key={need.thingId ?? ""} href={`/committee/answer/${need.orgId}/${need.thingId}`} under={need.name}>{t(words.answerCommittee)}</Cell>;
    }
    const [what, where] = OWN[need.kind];
    return <Cell key={need.kind} href={where}>{t(what)}</Cell>;
  });
}
