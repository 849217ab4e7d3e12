import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cells } from "../../ui/cells";
import { ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/visits";
import type { VisitPath } from "./status";

/** What is to be done after a visit, by when, and what is done. */
export function FollowUps({ path }: { path: VisitPath }) {
  const t = useText();
  const mutation = useMutation();
  const followUps = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/follow-ups", { path });
  const tick = (id: string) =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/follow-ups/{follow_up_id}/done", { path: { ...path, follow_up_id: id } }, key), () => toast(words.done));
  if (!followUps.data?.length) return null;
  return (
    <Section title={words.followUps}>
      <ProblemNote problem={mutation.problem} />
      <Cells>
        {followUps.data.map((followUp) => (
          <li key={followUp.followUpId}>
            <div class="cell">
              <span class="what">
                <span>{followUp.text ?? t(words.dueBy(plainDay(followUp.dueOn)))}</span>
                {followUp.text && <span class="under">{t(words.dueBy(plainDay(followUp.dueOn)))}</span>}
                {followUp.late && <span><span class="tag soon">{t(words.overdue)}</span></span>}
              </span>
              {followUp.doneAt ? <span class="tag">{t(words.done)}</span> : <Button kind="plain" busy={mutation.busy} onClick={() => tick(followUp.followUpId)}>{t(words.tick)}</Button>}
            </div>
          </li>
        ))}
      </Cells>
    </Section>
  );
}
