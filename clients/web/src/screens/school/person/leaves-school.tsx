import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { same, useText } from "../../../text";
import { byName } from "../../../ui/by-name";
import { Select } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { goTo } from "../../../ui/history";
import { Section } from "../../../ui/page";
import { words } from "../../../words/leaves-school";
import { words as leaving } from "../../../words/leaving";
import { words as person } from "../../../words/person";
import { useChange } from "./change";
import { LastDay, Planned, usePlanned } from "./leaving";

const LEAVING = "/api/v1/orgs/{org_id}/roster/staff/{staff_id}/leaving" as const;

/** A colleague leaves, now or after a last day, and somebody takes their classes and subjects. */
export function LeavesSchool({ staff, path }: { staff: Shape<"PersonStaff">; path: { org_id: number; staff_id: string } }) {
  const t = useText();
  const { mutation, run } = useChange(() => goTo("/school/people"), person.ended);
  const colleagues = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: path.org_id } });
  const [successorId, setSuccessor] = useState("");
  const others = byName(colleagues.data ?? []).filter((one) => one.staffId !== staff.staffId).map((one): [string, string] => [one.staffId, one.name]);
  const [lastDay, setLastDay] = useState("");
  const later = usePlanned();
  const body = { successorId: successorId || null };
  const led = staff.leads.map((one) => one.className).join(t(words.between));
  const successor = others.find(([staffId]) => staffId === successorId)?.[1];
  const sure = successor ? words.sureTo(staff.name, successor) : led ? words.sureAlone(staff.name, led) : words.sure(staff.name);
  const now = () => run(words.title, (dryRun, key) => write("post", "/api/v1/orgs/{org_id}/roster/staff/{staff_id}/end", { path, query: { dryRun }, body, version: staff.version }, key), sure);
  const plan = () => later.run(words.title, (dryRun, key) => write("put", LEAVING, { path, query: { dryRun }, body: { ...body, lastDay }, version: staff.version }, key), sure);
  const takeBack = () => later.run(leaving.takeBack, (dryRun, key) => write("post", `${LEAVING}/end`, { path, query: { dryRun }, version: staff.version }, key), leaving.takeBackSure(staff.name));
  if (staff.leaving) return <Planned title={words.title} end={staff.leaving} mutation={later.mutation} takeBack={takeBack} />;
  return (
    <Section title={words.title}>
      <p class="quiet">{t(words.lead)}</p>
      <Form mutation={lastDay ? later.mutation : mutation} send={lastDay ? plan : now} button={words.title} kind="ending">
        <LastDay value={lastDay} onValue={setLastDay} mutation={later.mutation} />
        {staff.leads.length + staff.teaches.length > 0 && <Select label={words.successor} value={successorId} onValue={setSuccessor} options={[["", t(person.nobody)], ...others]} error={fieldError(mutation.problem, "successorId")} />}
        {led && <p class="quiet small">{t(same(led))}</p>}
      </Form>
    </Section>
  );
}
