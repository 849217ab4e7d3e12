import type { Shape } from "../../../api/client";
import { download } from "../../../api/download";
import { useMutation } from "../../../api/write";
import { named, useText } from "../../../text";
import { Button } from "../../../ui/buttons";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { Bars } from "../../../ui/figures";
import { ProblemNote } from "../../../ui/loaded";
import { Section } from "../../../ui/page";
import { words } from "../../../words/bureau-notices";
import { words as notices } from "../../../words/notices";
import { Folded } from "../folded";

export interface ProgressProps {
  notice: Shape<"BureauNotice">;
  path: { org_id: number; bureau_notice_id: string };
}

/** Above this number of schools the chart is folded. */
const FOLD_ABOVE = 12;

/** How far a bureau's notice is at each school, and the same as a file. */
export function SchoolProgress({ notice, path }: ProgressProps) {
  const t = useText();
  const asks = notice.kind !== "information";
  const sum = (of: "people" | "opened" | "answered") => notice.schools.reduce((total, school) => total + Number(school[of]), 0);
  const counts = (people: number, opened: number | null, answered: number | null) => t(opened === null ? words.few : words.counts(people, opened, asks && answered!));
  return (
    <Section title={words.progress}>
      <Export path={path} />
      <p>{t(words.wentTo(notice.schools.filter((school) => school.sentAt).length))} · {counts(sum("people"), sum("opened"), sum("answered"))}</p>
      <Folded title={words.openedBars} heading fold={notice.schools.length > FOLD_ABOVE}>
        <Bars label={words.openedBars} bars={notice.schools.filter((school) => school.opened !== null).map((school) => ({ name: t(named(school)), part: school.opened!, whole: school.people }))} />
      </Folded>
      <Cells>
        {notice.schools.map((school) => (
          <Cell key={school.schoolId} subtitle={school.sentAt ? counts(school.people, school.opened, school.answered) : t(words.notYet)} trailing={school.recalledAt ? <Tag tone="still">{t(words.states.recalled)}</Tag> : undefined}>
            {t(named(school))}
          </Cell>
        ))}
      </Cells>
      {notice.state === "sent" && <p class="quiet small">{t(words.countedNote)}</p>}
    </Section>
  );
}

function Export({ path }: Pick<ProgressProps, "path">) {
  const t = useText();
  const mutation = useMutation();
  const get = (ending: ".xlsx" | ".csv") => void mutation.run(() => download(`/api/v1/orgs/${path.org_id}/bureau-notices/${path.bureau_notice_id}/progress${ending}`, `${t(words.exportName)}${ending}`), () => undefined);
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <div class="buttons">
        <Button busy={mutation.busy} onClick={() => get(".xlsx")}>{t(notices.exportXlsx)}</Button>
        <Button busy={mutation.busy} onClick={() => get(".csv")}>{t(notices.exportCsv)}</Button>
      </div>
    </>
  );
}
