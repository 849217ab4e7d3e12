import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useHome, zonesOf } from "../../api/home";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { clock, isoDay, plainDay, spanLines } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { goTo } from "../../ui/history";
import { Empty, Loaded } from "../../ui/loaded";
import { OpenButton } from "../../ui/open-button";
import { Page, Section } from "../../ui/page";
import { words } from "../../words/run-sheet";
import { words as visitWords } from "../../words/visits";
import { Homes } from "./run-sheet-homes";
import { type At, useDay } from "./kept-day";
import { CannotCome } from "./handover";
import { status, tone } from "./status";
import { StopActions } from "./stop-actions";

type RunSheetVisit = Shape<"RunSheetVisit">;

const DAY = 86_400_000;

/** The reader's agreed visits of a day, in order: on the phone, or on one sheet of paper. */
export function RunSheet() {
  const t = useText();
  const { params, query } = useRoute();
  const orgId = Number(params.org);
  const zone = zonesOf(useHome().data).get(orgId);
  const today = isoDay(new Date(), zone);
  const tomorrow = isoDay(new Date(Date.now() + DAY), zone);
  const on = /^\d{4}-\d\d-\d\d$/.test(query.on ?? "") ? query.on! : today;
  const at: At = { path: { org_id: orgId }, query: { day: on } };
  const { sheet, homes, keepHomes, drop } = useDay(at);
  return (
    <Page title={on === today ? words.title : words.open(plainDay(on))} back>
      <Choices label={words.day} value={[on]} onValue={([day]) => day && goTo(`/visits/${orgId}/day?on=${day}`, true)} options={[[today, t(words.today)], [tomorrow, t(words.tomorrow)]]} />
      <Loaded of={sheet}>
        {({ visits }) =>
          visits.length ? (
            <>
              <p class="only-print">{plainDay(on)}</p>
              <div class="stack on-paper">
              {visits.map((one) => <Stop key={one.visit.visitId} of={one} today={on === today} />)}
              {visits.some(({ visit }) => visit.state === "confirmed" && visit.mode === "onsite") && (
                <OpenButton key={on} action={words.homes} note={account.get()?.shared ? words.homesShared : words.homesMore}>{() => <Homes at={at} visits={visits} kept={homes} onHomes={keepHomes} onEnded={drop} />}</OpenButton>
              )}
              <Section title={words.ask}>
                <Cells>{(["atHome", "familySays", "guidance", "nextSteps"] as const).map((field) => <Cell key={field}>{t(visitWords.fields[field])}</Cell>)}</Cells>
              </Section>
              </div>
              <Button wide onClick={() => window.print()}>{t(words.print)}</Button>
              {visits.some(({ visit }) => visit.state === "confirmed" && Date.parse(visit.startsAt) > Date.now()) && <CannotCome key={`cannot ${on}`} at={at} />}
            </>
          ) : (
            <Empty words={words.none} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Stop({ of, today }: { of: RunSheetVisit; today: boolean }) {
  const t = useText();
  const { visit, followUps, agreed, startedAt } = of;
  const address = `/visits/${visit.orgId}/${visit.visitId}`;
  const place = visit.mode === "video" ? t(visitWords.modes.video) : (visit.place ?? t(visitWords.atHome));
  return (
    <section class="card stack close stop">
      <h2>
        <a href={address}>{spanLines(visit.startsAt, visit.endsAt, visit.timeZone)[1]} {visit.studentName}</a>
      </h2>
      <p>{[place, ...(visit.team.length > 1 ? [visit.team.map((member) => member.name).join("、")] : [])].join(" · ")}</p>
      <p><Tag tone={tone(visit)}>{t(status(visit))}</Tag>{startedAt && ` ${t(words.startedAt(clock(startedAt, visit.timeZone)))}`}</p>
      {agreed && agreed.steps.length > 0 && (
        <>
          <p>{t(words.agreed(plainDay(isoDay(agreed.visitedAt, visit.timeZone))))}</p>
          <ul>{agreed.steps.map((step, index) => <li key={index}>{t(words.step(plainDay(step.dueOn), step.text))}</li>)}</ul>
          <More than={agreed.steps.length} />
        </>
      )}
      {followUps.length > 0 && (
        <>
          <p>{t(words.followUps)}</p>
          <ul>
            {followUps.map((one) => (
              <li key={one.followUpId}><a href={`/visits/${visit.orgId}/${one.visitId}`}>{t(one.text ? words.step(plainDay(one.dueOn), one.text) : words.followUp(plainDay(one.dueOn)))}</a></li>
            ))}
          </ul>
          <More than={followUps.length} />
        </>
      )}
      <StopActions of={of} today={today} />
    </section>
  );
}

/** As many entries of a list are on paper (run-sheet.css). */
const ON_PAPER = 3;

function More({ than }: { than: number }) {
  const t = useText();
  return than > ON_PAPER ? <p class="only-print">{t(words.onPhone(than - ON_PAPER))}</p> : null;
}
