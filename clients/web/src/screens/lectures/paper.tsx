import { useHome, zonesOf } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { span } from "../../text/time";
import { Loaded } from "../../ui/loaded";
import { UnreachedList } from "../../ui/unreached";
import { words } from "../../words/lectures";
import type { LecturePath } from "./types";

/** The families whom no channel reaches, with the lecture above: one list for the teacher, on paper. */
export function Paper({ path }: { path: LecturePath }) {
  const t = useText();
  const lecture = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}", { path });
  const list = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}/unreached", { path });
  const zone = zonesOf(useHome().data).get(path.org_id);
  return (
    <>
      <Loaded of={lecture}>
        {({ titleZh, aboutZh, startsAt, endsAt, place }) => (
          <article class="card stack">
            <h2>{titleZh}</h2>
            <p>{[span(startsAt, endsAt, zone), place].filter(Boolean).join(" · ")}</p>
            {aboutZh && <p class="text">{aboutZh}</p>}
          </article>
        )}
      </Loaded>
      <UnreachedList of={list} more={t(words.paperMore)} />
    </>
  );
}
