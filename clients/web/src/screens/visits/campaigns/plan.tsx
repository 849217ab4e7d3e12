import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { useRead } from "../../../api/read";
import { useMutation, write } from "../../../api/write";
import { useText } from "../../../text";
import { deadline, plainDay } from "../../../text/time";
import { Button } from "../../../ui/buttons";
import { Cell, Cells } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { Loaded, ProblemNote } from "../../../ui/loaded";
import { Page, Section } from "../../../ui/page";
import { Progress } from "../../../ui/progress";
import { Sheet } from "../../../ui/sheet";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/plan";
import { Against } from "./plan-against";
import { CalendarDays } from "./plan-days";
import { Evening } from "./plan-evening";
import { Unplaced } from "./plan-unplaced";
import { type Family, WishForm } from "./plan-wish";
import type { CampaignPath } from "./types";

type Plan = Shape<"CampaignPlan">;

const RELOAD_EVERY = 1500;

/** The plan of a campaign: the evenings with their visits, who does not fit and why, what to wish, and the button that proposes it (V9). */
function PlanView({ path }: { path: CampaignPath }) {
  const plan = useRead("/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan", { path });
  useEffect(() => {
    if (!plan.data || !changesSoon(plan.data)) return;
    const timer = setTimeout(plan.reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [plan.data, plan.problem]); // also after a failed try
  return (
    <Page title={words.title} back>
      <Loaded of={plan}>{(data) => <PlanBody plan={data} path={path} reload={plan.reload} />}</Loaded>
    </Page>
  );
}

/** While it is solved, and for a minute after it was applied: the visits are proposed one by one. */
function changesSoon(plan: Plan): boolean {
  const justNow = plan.madeAt !== null && Date.now() - Date.parse(plan.madeAt) < 60_000;
  return plan.state === "solving" || (plan.state === "applied" && justNow && plan.evenings.some((evening) => evening.visits.some((visit) => visit.answer === "planned" || visit.answer === "queued")));
}

function PlanBody({ plan, path, reload }: { plan: Plan; path: CampaignPath; reload: () => void }) {
  const t = useText();
  const [open, setOpen] = useState<Family>();
  const onOpen = plan.canEdit ? setOpen : undefined;
  // A plan that went stale meanwhile is read again: the screen then says what changed, and offers to make another one.
  const apply = async (key: string) => {
    const result = await write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/apply", { path, version: plan.version }, key);
    if (result.state === "refused") {
      reload();
      scrollTo(0, 0); // where it says so: on a phone the button is in reach everywhere
    }
    return result;
  };
  return (
    <div class="held stack">
      <p class="quiet small">{t(words.goal)}</p>
      <p class="quiet small">{t(words.notice(plan.noticeDays, plainDay(plan.firstDay)))}</p>
      <State plan={plan} path={path} />
      {plan.canApply && <ConfirmButton kind="main" action={words.apply} consequence={plan.wave ? words.applySure(plan.wave.families, plan.wave.later, deadline(plan.wave.heldUntil, plan.timeZone)) : words.applyMore} send={apply} onDone={() => toast(words.applyDone)} />}
      {plan.evenings.map((evening) => (
        <Evening key={evening.eveningId} evening={evening} firstDay={plan.firstDay} zone={plan.timeZone} orgId={path.org_id} onOpen={onOpen} />
      ))}
      {plan.unplaced.length > 0 && <Unplaced plan={plan} path={path} onOpen={onOpen} />}
      {plan.excluded.length > 0 && (
        <Section title={words.excluded}>
          <Cells>{plan.excluded.map((family) => <Cell key={family.studentId} onClick={onOpen && (() => onOpen({ ...family, wish: "leave" }))}>{family.studentName}</Cell>)}</Cells>
        </Section>
      )}
      <CalendarDays plan={plan} />
      {open && (
        <Sheet title={[open.studentName, open.studentName]} onClose={() => setOpen(undefined)}>
          <WishForm family={open} path={path} onDone={() => setOpen(undefined)} />
        </Sheet>
      )}
    </div>
  );
}

/** How far the plan is, and how good. */
function State({ plan, path }: { plan: Plan; path: CampaignPath }) {
  const t = useText();
  const mutation = useMutation();
  const ask = (what?: "cancel") => void mutation.run<unknown>((key) => (what ? write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/cancel", { path }, key) : write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan", { path }, key)), () => undefined);
  if (plan.state === "solving") {
    return (
      <>
        {plan.madeAt !== null && <p class="quiet small">{t(words.stays)}</p>}
        <Progress label={t(words.solving)} share={plan.progressTotal ? plan.progressDone / plan.progressTotal : undefined} />
        <ProblemNote problem={mutation.problem} />
        {plan.canEdit && <Button wide kind="plain" busy={mutation.busy} onClick={() => ask("cancel")}>{t(words.stop)}</Button>}
      </>
    );
  }
  const made = plan.madeAt !== null;
  const changed = [...new Set(plan.changes.map((change) => change.name ?? t(words.changes[change.kind])))];
  return (
    <>
      {plan.state === null && <p class="note">{t(plan.canEdit ? words.none : words.noneYet)}</p>}
      {plan.state === "failed" && <p class="note soon">{t(made ? words.failedAgain : words.failed)}</p>}
      {plan.state === "cancelled" && <p class="note">{t(words.cancelled)}</p>}
      {plan.state === "applied" && <p class="note">{t(words.applied)}</p>}
      {changed.length > 0 && <p class="note soon">{t((plan.canEdit ? words.changed : words.changedFor)(changed.join(t(words.comma))))}</p>}
      {made && <p>{t(words.placedOf(plan.placed, plan.families))}{plan.settled > 0 && t(words.settled(plan.settled))} · {t(plan.unproved ? words.gap(Math.ceil(plan.gap * 100)) : words.best)}</p>}
      {made && plan.against && <Against of={plan.against} />}
      {made && plan.ways && <p class="quiet small">{t(words.ways(plan.ways))}</p>}
      <ProblemNote problem={mutation.problem} />
      {plan.canEdit && <Button wide kind={made && !changed.length ? "plain" : "main"} busy={mutation.busy} onClick={() => ask()}>{t(made ? words.again : words.make)}</Button>}
    </>
  );
}

/** The plan of the campaign that the address names. */
export default function OnePlan() {
  const { params } = useRoute();
  return <PlanView key={params.id} path={{ org_id: Number(params.org), campaign_id: params.id ?? "" }} />;
}
