import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { Tag } from "../../ui/cells";
import { words } from "../../words/class";

export function VisitTag({ student }: { student: Shape<"StudentCoverage"> }) {
  const t = useText();
  return student.owed ? <Tag tone={student.needsOnsite ? "soon" : "still"}>{t(student.needsOnsite ? words.needsOnsite : words.open)}</Tag> : <Tag>{t(words.done)}</Tag>;
}

/** Tags for the visit and contact still due. */
export function CoverageTags({ student }: { student: Shape<"StudentCoverage"> }) {
  const t = useText();
  return (
    <>
      <VisitTag student={student} />
      {!student.contacted && <> <Tag tone="still">{t(words.quiet)}</Tag></>}
    </>
  );
}
