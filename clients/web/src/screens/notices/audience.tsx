import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { offline, type Problem, problemOf } from "../../api/problem";
import { useRead } from "../../api/read";
import { send } from "../../api/send";
import { useText } from "../../text";
import { Choices } from "../../ui/fields";
import { Loaded } from "../../ui/loaded";
import { words } from "../../words/notices";

export type Audience = Shape<"Audience">;
type Scope = "classes" | "grades" | "school";
type Part = Audience["parts"][number];

const PARTS: Part[] = ["guardian", "student", "staff"];

/** The audience of a notice, and how many people it has. */
export function AudienceForm({ orgId, value, onValue, error }: { orgId: number; value: Audience; onValue: (value: Audience) => void; error: string | undefined }) {
  const t = useText();
  const form = useRead("/api/v1/orgs/{org_id}/notices/form", { path: { org_id: orgId } });
  const onlyClass = form.data?.classes.length === 1 && !form.data.wholeSchool ? form.data.classes[0]?.classId : undefined;
  useEffect(() => {
    // A teacher with one class writes to that class.
    if (onlyClass && !value.classIds.length) onValue({ ...value, classIds: [onlyClass] });
  }, [onlyClass]);
  const [scope, setScope] = useState<Scope>(value.wholeSchool ? "school" : value.grades.length ? "grades" : "classes");
  const choose = (chosen: Scope) => {
    setScope(chosen);
    onValue({ ...value, classIds: [], grades: [], wholeSchool: chosen === "school" });
  };
  return (
    <Loaded of={form}>
      {(data) => {
        const scopes: Scope[] = ["classes", ...(data.grades.length ? ["grades" as const] : []), ...(data.wholeSchool ? ["school" as const] : [])];
        return (
          <>
            {scopes.length > 1 && <Choices<Scope> label={words.whom} value={[scope]} onValue={([value]) => value && choose(value)} options={scopes.map((option) => [option, t(words.scopes[option])])} error={error} />}
            {scope === "classes" && <Choices label={words.classes} multiple value={value.classIds} onValue={(classIds) => onValue({ ...value, classIds })} options={data.classes.map((schoolClass) => [schoolClass.classId, schoolClass.name])} />}
            {scope === "grades" && <Choices label={words.grades} multiple value={value.grades} onValue={(grades) => onValue({ ...value, grades })} options={data.grades.map((option) => [option, option])} />}
            <Choices<Part> label={words.parts} multiple value={value.parts} onValue={(parts) => parts.length && onValue({ ...value, parts })} options={PARTS.map((option) => [option, t(words.part[option])])} />
            <AudienceSize orgId={orgId} audience={value} total={data.classes.reduce((sum, schoolClass) => sum + schoolClass.students, 0)} />
          </>
        );
      }}
    </Loaded>
  );
}

const DELAY = 300;

/** How many people the audience has, fetched a moment after each change. `total`: all students of the sender's classes, for the bar. */
export function AudienceSize({ orgId, audience, total }: { orgId: number; audience: Audience; total?: number }) {
  const t = useText();
  const [size, setSize] = useState<Shape<"NoticeAudience">>();
  const [problem, setProblem] = useState<Problem>();
  const empty = !audience.wholeSchool && !audience.classIds.length && !audience.grades.length;
  const key = JSON.stringify(audience);
  useEffect(() => {
    let current = true;
    setSize(undefined);
    setProblem(undefined);
    if (empty) return;
    const timer = setTimeout(async () => {
      const init = { params: { path: { org_id: orgId } }, body: audience };
      const answer = await send("post", "/api/v1/orgs/{org_id}/notices/audience", init, "").catch(() => undefined);
      if (!current) return;
      if (answer?.ok) setSize(answer.data as Shape<"NoticeAudience">);
      else setProblem(answer ? problemOf(answer.status, answer.error) : offline());
    }, DELAY);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  return (
    <figure class="figure card" aria-live="polite">
      <figcaption>{t(words.reach)}</figcaption>
      <p>{size ? t(words.reachOf(size.people, size.students)) : empty ? t(words.reachNobody) : (problem?.message ?? "…")}</p>
      {size?.people === 0 && <p class="quiet small">{t(words.reachZero)}</p>}
      {total !== undefined && (
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="ground" width="100" height="4" rx="2" />
          <rect class="fill" width={size && total ? Math.min(100, (100 * size.students) / total) : 0} height="4" rx="2" />
        </svg>
      )}
    </figure>
  );
}
