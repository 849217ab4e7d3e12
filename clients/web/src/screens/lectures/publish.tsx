import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { ChannelReach } from "../../ui/channels";
import { confirm } from "../../ui/confirm";
import { Choices } from "../../ui/fields";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { words } from "../../words/lectures";
import { words as budget } from "../../words/sms-budget";
import type { Lecture, LecturePath } from "./types";

/** By what a draft would be told, and publishing it: where the SMS budget does not do, with a decision about those whom only SMS reaches. */
export function Publish({ lecture, path }: { lecture: Lecture; path: LecturePath }) {
  const t = useText();
  const preview = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}/preview", { path });
  const mutation = useMutation();
  const [alone, setAlone] = useState<"beyond" | "tellMyself">();
  const asked = alone !== undefined || mutation.problem?.slug === "sms-decision-needed";
  const publish = async () => {
    if (!(await confirm(words.publish, words.publishSure, "main"))) return;
    const query = alone && { smsAlone: alone === "beyond" };
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/lectures/{lecture_id}/publish", { path, version: lecture.version, ...(query && { query }) }, key), () => toast(words.published));
  };
  return (
    <>
      <figure class="figure card" aria-live="polite">
        <figcaption>{t(words.told)}</figcaption>
        <Loaded of={preview}>
          {(found) => (
            <>
              <p>{t(found.people ? words.reaches(found.people, found.students) : words.reachesNobody)}</p>
              <ChannelReach of={found} paper={`/lectures/${path.org_id}/${path.lecture_id}/paper`} urgent={false} />
            </>
          )}
        </Loaded>
      </figure>
      <ProblemNote problem={mutation.problem} />
      {asked && <Choices<"beyond" | "tellMyself"> label={budget.decide} value={alone ? [alone] : []} onValue={([value]) => value && setAlone(value)} options={[["tellMyself", t(budget.tellMyself)], ["beyond", t(budget.beyond)]]} />}
      <Button wide kind="main" busy={mutation.busy} onClick={() => void publish()}>{t(words.publish)}</Button>
    </>
  );
}
