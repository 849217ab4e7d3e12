import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { classOptions } from "../../ui/class-names";
import { Choices } from "../../ui/fields";
import { Loaded } from "../../ui/loaded";
import { PickSaved } from "../../ui/saved-audience";
import { words } from "../../words/lectures";
import type { LectureInput } from "./types";

type Audience = LectureInput["audience"];
type Scope = "classes" | "grades" | "school";

const PARTS = ["guardian", "student", "staff"] as const;

/** Whom a lecture is for, chosen by hand or filled in with a saved audience. */
export function AudienceForm({ value, onValue, ...more }: { orgId: number; value: Audience; onValue: (value: Audience) => void; error: string | undefined }) {
  const [saved, setSaved] = useState("");
  const [filled, setFilled] = useState("");
  const pick = (id: string, found: Shape<"Audience"> | null | undefined) => {
    if (!found) return setSaved("");
    const { classIds, grades, wholeSchool, parts } = found;
    onValue({ classIds, grades, wholeSchool, parts });
    setFilled(id);
  };
  return (
    <>
      <PickSaved orgId={more.orgId} value={saved} fits={(line) => line.forLectures} onChoose={setSaved} onPick={(one) => pick(one?.audienceId ?? "", one?.audience)} />
      <ByHand key={filled} value={value} onValue={onValue} {...more} />
    </>
  );
}

/** Who leads one class alone invites that class. */
function ByHand({ orgId, value, onValue, error }: { orgId: number; value: Audience; onValue: (value: Audience) => void; error: string | undefined }) {
  const t = useText();
  const form = useRead("/api/v1/orgs/{org_id}/lectures/form", { path: { org_id: orgId } });
  const [scope, setScope] = useState<Scope>(value.wholeSchool ? "school" : value.grades.length ? "grades" : "classes");
  const only = form.data && !form.data.wholeSchool && form.data.classes.length === 1 ? form.data.classes[0]?.classId : undefined;
  useEffect(() => {
    if (only && !value.classIds.length) onValue({ ...value, classIds: [only] });
  }, [only]);
  const choose = (chosen: Scope) => {
    setScope(chosen);
    onValue({ ...value, classIds: [], grades: [], wholeSchool: chosen === "school" });
  };
  return (
    <Loaded of={form}>
      {(data) => (
        <>
          {data.wholeSchool && <Choices<Scope> label={words.whom} value={[scope]} onValue={([chosen]) => chosen && choose(chosen)} options={(["classes", "grades", "school"] as const).map((one) => [one, t(words.scopes[one])])} error={error} />}
          {scope === "classes" && <Choices label={words.classes} multiple value={value.classIds} onValue={(classIds) => onValue({ ...value, classIds })} options={classOptions(data.classes)} />}
          {scope === "grades" && <Choices label={words.grades} multiple value={value.grades} onValue={(grades) => onValue({ ...value, grades })} options={data.grades.map((grade) => [grade, grade])} />}
          <Choices label={words.parts} multiple value={value.parts} onValue={(parts) => parts.length && onValue({ ...value, parts })} options={PARTS.map((part) => [part, t(words.part[part])])} />
        </>
      )}
    </Loaded>
  );
}
