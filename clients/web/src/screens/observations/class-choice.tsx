import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { classOptions } from "../../ui/class-names";
import { Select } from "../../ui/fields";
import { Empty, Loaded } from "../../ui/loaded";
import { words } from "../../words/class-choice";

type SchoolClass = Shape<"SchoolClass">;

/** A choice among the person's classes (`first`: the first is chosen already); `children` shows the chosen class. */
export function ClassChoice({ org, first, children }: { org: Org; first?: boolean; children: (classId: string) => ComponentChildren }) {
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: org.orgId } });
  return <Loaded of={classes}>{(all) => (all.length ? <ClassSelect all={all} first={first}>{children}</ClassSelect> : <Empty words={words.noClass} />)}</Loaded>;
}

function ClassSelect({ all, first, children }: { all: SchoolClass[]; first: boolean | undefined; children: (classId: string) => ComponentChildren }) {
  const t = useText();
  const [classId, setClassId] = useState(first || all.length === 1 ? all[0]!.classId : "");
  const options = classOptions(all);
  return (
    <>
      <Select label={words.forClass} value={classId} onValue={setClassId} options={classId ? options : [["", t(words.pickClass)], ...options]} />
      {classId && children(classId)}
    </>
  );
}
