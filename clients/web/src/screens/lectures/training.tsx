import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Bars, Share } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/lectures";

/** By class, for how many students a guardian was trained this school year (N2). */
export function Training({ orgId, classId }: { orgId: number; classId?: string }) {
  const t = useText();
  return (
    <Page title={words.training} back wide>
      <p class="quiet small">{t(words.trainingMore)}</p>
      {classId ? <Guardians orgId={orgId} classId={classId} /> : <Classes orgId={orgId} />}
    </Page>
  );
}

const COLUMNS: Column<Shape<"ClassTraining">>[] = [
  { name: words.className, of: (one) => one.name },
  { name: words.trainedStudents, of: (one) => one.trained, show: (one) => <Share part={one.trained} whole={one.students} /> },
  { name: words.students, of: (one) => one.students },
  { name: words.meetings, of: (one) => one.meetings },
];

function Classes({ orgId }: { orgId: number }) {
  const t = useText();
  const wide = useWide();
  const classes = useRead("/api/v1/orgs/{org_id}/lectures/training", { path: { org_id: orgId } });
  return (
    <Loaded of={classes}>
      {(data) => (
        <>
          {wide && <Table label={words.training} file={t(words.training)} rows={data} columns={COLUMNS} keyOf={(one) => one.classId} href={(one) => `/lectures/${orgId}/training/${one.classId}`} />}
          {!wide && <Bars label={words.training} bars={data.map((one) => ({ name: one.name, part: one.trained, whole: one.students }))} />}
          {!wide && <Cells>
            {data.map((one) => (
              <Cell key={one.classId} href={`/lectures/${orgId}/training/${one.classId}`} subtitle={t(words.trainedOf(one.trained, one.students, one.meetings))}>{one.name}</Cell>
            ))}
          </Cells>}
        </>
      )}
    </Loaded>
  );
}

function Guardians({ orgId, classId }: { orgId: number; classId: string }) {
  const t = useText();
  const guardians = useRead("/api/v1/orgs/{org_id}/lectures/training/guardians", { path: { org_id: orgId }, query: { classId } });
  return (
    <Loaded of={guardians}>
      {(data) =>
        data.length ? (
          <Cells>
            {[...data.filter((one) => !one.trainedAt), ...data.filter((one) => one.trainedAt)].map((one) => (
              <Cell key={one.guardianId} subtitle={[...one.students, t(words.meetingsOf(one.meetings))].join(" · ")} trailing={<Tag tone={one.trainedAt ? "calm" : "soon"}>{one.trainedAt ? day(one.trainedAt) : t(words.untrained)}</Tag>}>{one.name}</Cell>
            ))}
          </Cells>
        ) : (
          <Empty words={words.nobody} />
        )
      }
    </Loaded>
  );
}
