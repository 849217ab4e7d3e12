import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { classOptions } from "../../ui/class-names";
import { Button } from "../../ui/buttons";
import { Facts } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { Loaded } from "../../ui/loaded";
import { words as union } from "../../words/audience-whole";
import { words as rare } from "../../words/notice-audience";
import { words } from "../../words/notices";
import { type Audience, AudienceSize } from "./size";
import { Folded } from "./folded";

type Scope = "classes" | "grades" | "school" | "needs" | "roles";
type Role = Audience["roles"][number];
type Need = Audience["needs"][number];
type Part = Audience["parts"][number];

const PARTS: Part[] = ["guardian", "student", "staff"];
export const NOBODY: Audience = { classIds: [], grades: [], studentIds: [], roles: [], needs: [], wholeSchool: false, without: { classIds: [], grades: [], studentIds: [] }, parts: ["guardian"] };

/** Whether it names no group. */
export function isNone({ wholeSchool, classIds, grades, studentIds, roles, needs }: Audience): boolean {
  return !wholeSchool && ![classIds, grades, studentIds, roles, needs].some((list) => list.length > 0);
}

function scopeOf(value: Audience): Scope {
  if (value.wholeSchool) return "school";
  return value.needs.length ? "needs" : value.roles.length ? "roles" : value.grades.length ? "grades" : "classes";
}

/** The audience of a notice, and how many people it has. */
export function AudienceForm({ orgId, value, onValue, error }: { orgId: number; value: Audience; onValue: (value: Audience) => void; error: string | undefined }) {
  const t = useText();
  const form = useRead("/api/v1/orgs/{org_id}/notices/form", { path: { org_id: orgId } });
  const onlyClass = form.data?.classes.length === 1 && !form.data.wholeSchool ? form.data.classes[0]?.classId : undefined;
  useEffect(() => {
    // A teacher with one class writes to that class, where nobody was chosen yet.
    if (onlyClass && isNone(value)) onValue({ ...value, classIds: [onlyClass] });
  }, [onlyClass]);
  const [scope, setScope] = useState<Scope>(scopeOf(value));
  const choose = (chosen: Scope) => {
    setScope(chosen);
    onValue({ ...NOBODY, wholeSchool: chosen === "school", parts: chosen === "roles" ? ["staff"] : scope === "roles" ? NOBODY.parts : value.parts });
  };
  return (
    <Loaded of={form}>
      {(data) => {
        if (!isShown(value, data)) {
          return (
            <>
              <Whole audience={value} form={data} onAgain={() => choose("classes")} />
              <AudienceSize orgId={orgId} audience={value} />
            </>
          );
        }
        const scopes: Scope[] = ["classes", ...(data.grades.length ? ["grades" as const] : []), ...(data.wholeSchool ? (["school", "needs", "roles"] as const) : [])];
        const leaveOut = scope === "grades" && value.grades.length ? data.classes.filter((schoolClass) => value.grades.includes(schoolClass.grade)) : data.classes;
        const without = (classIds: string[]) => onValue({ ...value, without: { ...value.without, classIds } });
        return (
          <>
            {scopes.length > 1 && <Choices<Scope> label={words.whom} value={[scope]} onValue={([value]) => value && choose(value)} options={scopes.map((option) => [option, t(option === "needs" ? rare.byNeed : option === "roles" ? rare.byRole : words.scopes[option])])} error={error} />}
            {scope === "classes" && <Choices label={words.classes} multiple value={value.classIds} onValue={(classIds) => onValue({ ...value, classIds })} options={classOptions(data.classes)} />}
            {scope === "grades" && <Choices label={words.grades} multiple value={value.grades} onValue={(grades) => onValue({ ...value, grades, without: NOBODY.without })} options={data.grades.map((option) => [option, option])} />}
            {scope === "needs" && <Choices<Need> label={rare.needs} multiple value={value.needs} onValue={(needs) => onValue({ ...value, needs })} options={data.needs.map((option) => [option, t(rare.need[option])])} />}
            {scope === "needs" && <p class="quiet small">{t(rare.needsNote)}</p>}
            {scope === "roles" && <Choices<Role> label={rare.roles} multiple value={value.roles} onValue={(roles) => onValue({ ...value, roles })} options={data.roles.map((option) => [option, t(rare.role[option])])} />}
            {scope !== "classes" && scope !== "roles" && <Folded title={rare.without} fold={!value.without.classIds.length}><Choices label={rare.without} multiple value={value.without.classIds} onValue={without} options={classOptions(leaveOut)} /></Folded>}
            {scope !== "roles" && <Choices<Part> label={words.parts} multiple value={value.parts} onValue={(parts) => parts.length && onValue({ ...value, parts })} options={PARTS.map((option) => [option, t(words.part[option])])} />}
            <AudienceSize orgId={orgId} audience={value} total={data.classes.reduce((sum, schoolClass) => sum + schoolClass.students, 0)} />
          </>
        );
      }}
    </Loaded>
  );
}

type Groups = Shape<"NoticeForm">;

/** Whether a form can show all of an audience: groups of one kind, each with a box of its own. What it does not show would be sent to unseen. */
function isShown(of: Audience, { classes, grades, wholeSchool }: Groups): boolean {
  const kinds = [of.wholeSchool, of.classIds.length, of.grades.length, of.needs.length, of.roles.length].filter(Boolean);
  const known = (ids: string[]) => ids.every((id) => classes.some(({ classId }) => classId === id));
  const { without } = of;
  if (kinds.length > 1 || of.studentIds.length || without.studentIds.length || without.grades.length) return false;
  if (without.classIds.length && (of.classIds.length || of.roles.length)) return false;
  if ((of.wholeSchool || of.needs.length || of.roles.length) && !wholeSchool) return false;
  return known(of.classIds) && known(without.classIds) && of.grades.every((grade) => grades.includes(grade));
}

/** An audience that a form cannot show in boxes, whole in words: it goes out like this, or is chosen again. */
function Whole({ audience, form, onAgain }: { audience: Audience; form: Groups; onAgain: () => void }) {
  const t = useText();
  const groups = (of: Pick<Audience, "classIds" | "grades" | "studentIds">) => {
    const known = form.classes.filter(({ classId }) => of.classIds.includes(classId));
    const others = of.classIds.length - known.length;
    return [...of.grades, ...known.map(({ name }) => name), ...(others ? [t(union.otherClasses(others))] : []), ...(of.studentIds.length ? [t(rare.students(of.studentIds.length))] : [])];
  };
  const to = [...(audience.wholeSchool ? [t(words.scopes.school)] : []), ...groups(audience), ...audience.needs.map((need) => t(rare.need[need])), ...audience.roles.map((role) => t(rare.role[role]))];
  const without = groups(audience.without);
  const list = (all: string[]) => all.join(t(rare.comma));
  return (
    <div class="stack close">
      <p class="note">{t(union.together)}</p>
      <Facts of={[[t(words.whom), list(to)], [t(rare.leftOut), list(without)], [t(words.parts), list(audience.parts.map((part) => t(words.part[part])))]]} />
      <Button kind="plain" onClick={onAgain}>{t(union.again)}</Button>
    </div>
  );
}
