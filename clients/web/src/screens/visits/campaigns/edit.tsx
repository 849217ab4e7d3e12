import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { useHome } from "../../../api/home";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { useMutation, write } from "../../../api/write";
import { account } from "../../../storage/session";
import { useText } from "../../../text";
import { isoDay } from "../../../text/time";
import { byName } from "../../../ui/by-name";
import { classOptions } from "../../../ui/class-names";
import { Choices, Input } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { goBack, goTo } from "../../../ui/history";
import { Loaded } from "../../../ui/loaded";
import { Page } from "../../../ui/page";
import { toast } from "../../../ui/toast";
import { UntilSaved } from "../../../ui/until-saved";
import { words } from "../../../words/campaigns";
import { VisitorHours } from "./hours";
import { PlaceField } from "./place";
import type { Campaign, CampaignInput, CampaignPath, Named } from "./types";

type Travel = CampaignInput["travel"];

const SPEEDS: Record<Travel, number> = { walk: 5, bicycle: 12, car: 25, bus: 16 };
const EVENINGS = [2, 4].map((weekday) => ({ weekday, fromTime: "18:30", toTime: "21:00" }));
const WEEKEND = [{ weekday: 6, fromTime: "09:00", toTime: "12:00" }];
const DAY = 86_400_000;

/** The form for a campaign, or for a new one, by the address. */
export default function EditScreen() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), campaign_id: params.id ?? "" };
  const isNew = params.id === "new";
  return <Page title={isNew ? words.open : words.edit} back>{isNew ? <NewCampaign orgId={path.org_id} /> : <EditCampaign path={path} />}</Page>;
}

/** The form for a new campaign, with what most class teachers would choose. */
function NewCampaign({ orgId }: { orgId: number }) {
  const home = useHome();
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } });
  const staff = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: orgId } });
  const me = account.get()?.accountId ?? "";
  return (
    <Loaded of={home}>
      {(data) => (
        <Loaded of={classes}>
          {(classes) => (
            <Loaded of={staff}>
              {(staff) => {
                const org = data.orgs.find((org) => org.orgId === orgId);
                const mine = staff.find((one) => one.staffId === me);
                const whole = org?.roles.some((role) => role === "leader" || role === "school_admin");
                const own = whole ? classes : classes.filter((schoolClass) => mine?.leads.includes(schoolClass.name));
                const input = firstInput(own.slice(0, 1).map((schoolClass) => schoolClass.classId), mine?.staffId, org?.timeZone);
                return <Edit input={input} classes={classOptions(own)} staff={byName(staff).map((one): Named => [one.staffId, one.name])} orgId={orgId} onDone={(made) => goTo(`/campaigns/${orgId}/${made?.campaignId ?? ""}`, true)} />;
              }}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function firstInput(classIds: string[], staffId: string | undefined, zone: string | undefined): CampaignInput {
  const visitors = staffId ? [{ staffId, hours: [...EVENINGS, ...WEEKEND] }] : [];
  const days = { startsOn: isoDay(new Date(), zone), endsOn: isoDay(new Date(Date.now() + 42 * DAY), zone) };
  return { ...days, title: "", classIds, visitors, visitMinutes: 40, visitsPerDay: 4, dayMinutes: 240, visitorsPerVisit: 1, travel: "bicycle", speedKmh: SPEEDS.bicycle, holdHours: 48 };
}

function EditCampaign({ path }: { path: CampaignPath }) {
  const campaign = useRead("/api/v1/orgs/{org_id}/campaigns/{campaign_id}", { path });
  return <Loaded of={campaign}>{(data) => <UntilSaved of={data}>{(campaign) => <Change path={path} campaign={campaign} />}</UntilSaved>}</Loaded>;
}

/** Changes a campaign. */
function Change({ path, campaign }: { path: CampaignPath; campaign: Campaign }) {
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: path.org_id } });
  const staff = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: path.org_id } });
  const { title, startsOn, endsOn, visitMinutes, visitsPerDay, dayMinutes, visitorsPerVisit, travel, speedKmh, holdHours, start, end } = campaign;
  const visitors = campaign.visitors.map(({ staffId, hours }) => ({ staffId, hours }));
  const input = { title, startsOn, endsOn, visitMinutes, visitsPerDay, dayMinutes, visitorsPerVisit, travel, speedKmh, holdHours, start, end, visitors, classIds: campaign.classes.map((schoolClass) => schoolClass.classId) };
  return (
    <Loaded of={classes}>
      {(classes) => (
        <Loaded of={staff}>{(staff) => <Edit input={input} classes={classOptions(classes)} staff={byName(staff).map((one): Named => [one.staffId, one.name])} orgId={path.org_id} old={{ campaignId: path.campaign_id, version: campaign.version }} onDone={() => goBack()} />}</Loaded>
      )}
    </Loaded>
  );
}

function Edit({ input: first, classes, staff, orgId, old, onDone }: { input: CampaignInput; classes: Named[]; staff: Named[]; orgId: number; old?: { campaignId: string; version: number }; onDone: (made?: Campaign) => void }) {
  const t = useText();
  const mutation = useMutation();
  const [input, setInput] = useState(first);
  const set = (change: Partial<CampaignInput>) => setInput({ ...input, ...change });
  const error = (name: string) => fieldError(mutation.problem, name);
  const send = () =>
    void mutation.run(
      (key) =>
        old
          ? write("put", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}", { path: { org_id: orgId, campaign_id: old.campaignId }, body: input, version: old.version }, key)
          : write("post", "/api/v1/orgs/{org_id}/campaigns", { path: { org_id: orgId }, body: input }, key),
      (made) => {
        toast(words.saved);
        onDone(made);
      },
    );
  const numbers = (label: (typeof words)["minutes"], name: "visitMinutes" | "dayMinutes" | "visitorsPerVisit" | "holdHours", options: number[], say: (value: number) => string) => (
    <Choices label={label} value={[String(input[name] ?? 48)]} onValue={([value]) => value && set({ [name]: Number(value) })} options={withCurrent(options, input[name] ?? 48).map((value) => [String(value), say(value)])} error={error(name)} />
  );
  return (
    <Form mutation={mutation} send={send} button={old ? words.save : words.open}>
      <Input label={words.name} required maxLength={60} value={input.title} onValue={(title) => set({ title })} error={error("title")} />
      <div class="buttons">
        <Input label={words.startsOn} type="date" required value={input.startsOn} onValue={(startsOn) => set({ startsOn })} error={error("startsOn")} />
        <Input label={words.endsOn} type="date" required min={input.startsOn} value={input.endsOn} onValue={(endsOn) => set({ endsOn })} error={error("endsOn")} />
      </div>
      <Choices label={words.classes} multiple value={input.classIds} onValue={(classIds) => classIds.length && set({ classIds })} options={classes} error={error("classIds")} />
      <VisitorHours visitors={input.visitors} staff={staff} onVisitors={(visitors) => set({ visitors })} error={error("visitors")} />
      {numbers(words.minutes, "visitMinutes", [30, 40, 60], (value) => t(words.minutesOf(value)))}
      <Input label={words.perDay} type="number" inputMode="numeric" required min="1" max="12" value={String(input.visitsPerDay)} onValue={(value) => set({ visitsPerDay: Number(value) })} error={error("visitsPerDay")} />
      {numbers(words.dayLength, "dayMinutes", [120, 180, 240, 360], (value) => t(words.hoursOf(value / 60)))}
      {numbers(words.hold, "holdHours", [24, 48, 72], (value) => t(words.hoursOf(value)))}
      {numbers(words.together, "visitorsPerVisit", [1, 2], (value) => t(words.togetherOf(value)))}
      <Choices<Travel> label={words.travel} value={[input.travel]} onValue={([travel]) => travel && set({ travel, speedKmh: SPEEDS[travel] })} options={(["walk", "bicycle", "car", "bus"] as const).map((travel) => [travel, t(words.travels[travel])])} />
      <PlaceField label={words.start} none={words.noStart} value={input.start} onValue={(start) => set({ start })} error={error("start")} />
      <PlaceField label={words.end} none={words.noEnd} value={input.end} start={input.start} onValue={(end) => set({ end })} error={error("end")} />
      <Input label={words.speed} type="number" inputMode="numeric" required min="1" max="120" value={String(input.speedKmh)} onValue={(value) => set({ speedKmh: Number(value) })} error={error("speedKmh")} />
    </Form>
  );
}

/** A value that was set over the API stays a choice. */
function withCurrent(options: number[], current: number): number[] {
  return options.includes(current) ? options : [...options, current].sort((a, b) => a - b);
}
