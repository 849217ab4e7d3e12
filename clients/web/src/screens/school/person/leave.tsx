import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { useText } from "../../../text";
import { isoDay, plainDay } from "../../../text/time";
import { byName } from "../../../ui/by-name";
import { Input, Select } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { Section } from "../../../ui/page";
import { words } from "../../../words/leave";
import { useChange } from "./change";

export { MovedNumber } from "../../../ui/moved-number";

type Staff = Shape<"PersonStaff">;
type Leave = NonNullable<Staff["leave"]>;
type New = Shape<"LeaveNew">;

interface Of {
  staff: Staff;
  path: { org_id: number; staff_id: string };
}

const LEAVE = "/api/v1/orgs/{org_id}/roster/staff/{staff_id}/leave" as const;

/** A colleague is away from a day until a day: who stands in, and until when; it can be changed, and ended early. */
export function Away({ staff, path }: Of) {
  const t = useText();
  return (
    <Section title={words.title}>
      {staff.standsIn.map((one) => <p key={one.staffId}>{t(words.standsIn(one.name, plainDay(one.firstDay), plainDay(one.lastDay)))}</p>)}
      {staff.leave ? <Status leave={staff.leave} /> : <p class="quiet">{t(words.lead)}</p>}
      <LeaveForm staff={staff} path={path} />
      {staff.leave && <End staff={staff} leave={staff.leave} path={path} />}
    </Section>
  );
}

function Status({ leave }: { leave: Leave }) {
  const t = useText();
  return (
    <>
      <p>{t(words.days(plainDay(leave.firstDay), plainDay(leave.lastDay)))}</p>
      <p class="quiet">{t(leave.standInName ? words.standIn_(leave.standInName) : words.noStandIn)}</p>
      {!leave.begun && <p class="quiet">{t(leave.firstDay > isoDay(new Date()) ? words.waits : words.stuck)}</p>}
    </>
  );
}

function LeaveForm({ staff, path }: Of) {
  const { mutation, run } = useChange(() => undefined, words.recorded);
  const today = isoDay(new Date());
  const colleagues = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: path.org_id } });
  const [edit, setEdit] = useState<New>({ firstDay: staff.leave?.firstDay ?? today, lastDay: staff.leave?.lastDay ?? "", standInId: staff.leave?.standInId ?? null });
  const set = (change: Partial<New>) => {
    mutation.clear();
    setEdit({ ...edit, ...change });
  };
  const others = byName(colleagues.data ?? []).filter((one) => one.staffId !== staff.staffId).map((one): [string, string] => [one.staffId, one.name]);
  const standIn = others.find(([staffId]) => staffId === edit.standInId)?.[1];
  const action = staff.leave ? words.change : words.record;
  const send = () => run(action, (dryRun, key) => write("put", LEAVE, { path, query: { dryRun }, body: edit, version: staff.version }, key), standIn ? words.sure(standIn) : words.sureAlone);
  const t = useText();
  return (
    <Form mutation={mutation} send={send} button={action}>
      {!staff.leave?.begun && <Input label={words.firstDay} type="date" required min={today} value={edit.firstDay} onValue={(firstDay) => set({ firstDay })} error={fieldError(mutation.problem, "firstDay")} />}
      <Input label={words.lastDay} type="date" required min={edit.firstDay > today ? edit.firstDay : today} value={edit.lastDay} onValue={(lastDay) => set({ lastDay })} error={fieldError(mutation.problem, "lastDay")} />
      <Select label={words.standIn} hint={words.standInHint} value={edit.standInId ?? ""} onValue={(id) => set({ standInId: id || null })} options={[["", t(words.nobody)], ...others]} error={fieldError(mutation.problem, "standInId")} />
    </Form>
  );
}

function End({ staff, leave, path }: Of & { leave: Leave }) {
  const { mutation, run } = useChange(() => undefined, words.over);
  const action = leave.begun ? words.endNow : words.takeBack;
  const send = () => run(action, (dryRun, key) => write("post", `${LEAVE}/end`, { path, query: { dryRun }, version: staff.version }, key), leave.begun ? words.endSure : words.takeBackSure);
  return <Form mutation={mutation} send={send} button={action} kind="danger" />;
}
