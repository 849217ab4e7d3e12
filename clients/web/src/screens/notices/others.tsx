import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { words } from "../../words/other-signatures";

/** Who else has signed for the reader's children, and whether anything is left for the reader to do. */
export function OtherSignatures({ of: notice }: { of: Shape<"MyNotice"> }) {
  const t = useText();
  const several = notice.children.length > 1;
  return (
    <div class="note stack">
      {notice.children.flatMap((child) => child.others.map((other) => (
        <p key={`${child.studentId} ${other.name}`}>
          {t(words.signed(t(words.relations[other.relation]), other.name, several ? child.name : "", fullDay(other.signedAt), other.agrees))}
        </p>
      )))}
      {!notice.asked && !notice.answered && notice.state === "sent" && !notice.over && <p class="quiet small">{t(words.enough)}</p>}
    </div>
  );
}
