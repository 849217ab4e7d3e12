import type { Home } from "../../api/home";
import { useText } from "../../text";
import { deadline, span } from "../../text/time";
import { Tag } from "../../ui/cells";
import { own } from "../../words/own-visit";
import { words } from "../../words/visits";
import { isAsked, status, tone, unanswered, type Visit } from "./status";

/** Whether the visit is to the reader's own child. */
export function isOwn(visit: Visit, home: Home | undefined): boolean {
  return home?.orgs.some((org) => org.children.some((child) => child.studentId === visit.studentId)) ?? false;
}

/** What a family sees of a visit: when and who in one line, then what else there is to know. */
export function ForFamily({ visit, home }: { visit: Visit; home: Home | undefined }) {
  const t = useText();
  const { startsAt, endsAt, timeZone: zone, wishedAt, heldUntil } = visit;
  const when = span(startsAt, endsAt, zone);
  const length = Date.parse(endsAt) - Date.parse(startsAt);
  const wished = wishedAt && span(wishedAt, new Date(Date.parse(wishedAt) + length).toISOString(), zone);
  const host = visit.answeredBy?.accountId === home?.accountId ? undefined : visit.answeredBy;
  const where = visit.mode === "video" || host ? undefined : (visit.place ?? t(words.atHome));
  const names = [visit.studentName, ...visit.siblings].join("、");
  const team = visit.team.map((member) => member.name).join("、");
  return (
    <section class="card stack close">
      <p>{unanswered(home).has(visit.visitId) ? <Tag tone="soon">{t(own.pleaseConfirm)}</Tag> : <Tag tone={tone(visit)}>{t(status(visit))}</Tag>}</p>
      <h2>{t(own.headlines[visit.mode](isAsked(visit) ? `${t(words.wasAt)} ${when}` : when, team))}</h2>
      <p class="quiet">{[names, where].filter(Boolean).join(" · ")}</p>
      {host && <p>{t(own.answeredBy(host.name))}</p>}
      {wished && <p>{t(words.wished)}：{wished}</p>}
      {visit.canAnswer && heldUntil && <p>{t(words.heldUntil)} {deadline(heldUntil, zone)}</p>}
      {visit.message && <p class="text">{visit.message}</p>}
      {visit.reason && <p class="text">{t(words.reason)}：{visit.reason}</p>}
    </section>
  );
}
