import type { Shape } from "../../../api/client";
import { useHome } from "../../../api/home";
import { useText } from "../../../text";
import { Button } from "../../../ui/buttons";
import { classOptions } from "../../../ui/class-names";
import { Input, Select } from "../../../ui/fields";
import { words } from "../../../words/person";

type SchoolClass = Shape<"SchoolClass">;
type Teaches = Shape<"StaffEdit">["teaches"];

type Role = Shape<"StaffEdit">["roles"][number];

/** Roles that are given by hand: those of classes at schools alone, and officers at a bureau alone. As on the server. */
export function useRoles(orgId: number): Role[] {
  const kind = useHome().data?.orgs.find((org) => org.orgId === orgId)?.kind;
  const all: Role[] = ["counsellor", "grade_lead", "leader", "school_admin", "custodian", "officer"];
  return all.filter((role) => (role === "grade_lead" ? kind === "school" : role !== "officer" || kind === "bureau"));
}

/** The classes that a colleague teaches, each with its subject. */
export function Lessons({ classes, teaches, onTeaches }: { classes: SchoolClass[]; teaches: Teaches; onTeaches: (teaches: Teaches) => void }) {
  const t = useText();
  const name = (id: string) => classes.find((one) => one.classId === id)?.name ?? "";
  const setSubject = (at: number, subject: string) => onTeaches(teaches.map((one, each) => (each === at ? { ...one, subject } : one)));
  return (
    <fieldset class="field stack">
      <legend class="label">{t(words.teaches)}</legend>
      {teaches.map((one, at) => (
        <div key={`${one.classId}${at}`} class="stack">
          <Input label={words.subject(name(one.classId))} maxLength={20} value={one.subject ?? ""} onValue={(subject) => setSubject(at, subject)} />
          <Button kind="plain" onClick={() => onTeaches(teaches.filter((_, each) => each !== at))}>{t(words.remove)}<span class="sr"> {name(one.classId)}</span></Button>
        </div>
      ))}
      <Select label={words.addClass} value="" onValue={(classId) => classId && onTeaches([...teaches, { classId, subject: "" }])} options={[["", t(words.none)], ...classOptions(classes)]} />
    </fieldset>
  );
}
