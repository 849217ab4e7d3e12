import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { ProblemNote } from "../../ui/loaded";
import { Progress } from "../../ui/progress";
import { toast } from "../../ui/toast";
import { words } from "../../words/notices";

/** Seconds in which a notice can be stopped once it is sent, since a thumb slips: more of them where more than one class is told. */
export function undoSeconds({ audience }: Shape<"Notice">): number {
  return audience.wholeSchool || audience.classIds.length > 1 || [audience.grades, audience.needs, audience.roles].some((list) => list.length) ? 30 : 10;
}

/** Counts down from the moment of sending, by this phone's own seconds, and lets the notice be stopped until then. */
export function Undo({ notice, onUndone }: { notice: Shape<"Notice">; onUndone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [left, setLeft] = useState(undoSeconds(notice));
  useEffect(() => {
    const timer = setInterval(() => setLeft((before) => before - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  if (left <= 0) return <Progress label={t(words.going)} />;
  const path = { org_id: notice.orgId, notice_id: notice.noticeId };
  const undo = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/unschedule", { path, version: notice.version }, key), () => {
      toast(words.undone);
      onUndone();
    });
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <p role="timer">{t(words.goesIn(left))}</p>
      <Button wide busy={mutation.busy} onClick={undo}>{t(words.undo)}</Button>
    </>
  );
}
