import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/committee";

/** About one term; the API allows 200 days. */
const TERM_DAYS = 140;

/** Asks a student's family whether they may serve. */
export function Appoint({ org, students, close }: { org: Org; students: Shape<"Student">[]; close: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const now = Date.now();
  const [studentId, setStudentId] = useState("");
  const [startsOn, setStartsOn] = useState(isoDay(new Date(now), org.timeZone));
  const [endsOn, setEndsOn] = useState(isoDay(new Date(now + TERM_DAYS * 86_400_000), org.timeZone));
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/committee-members", { path: { org_id: org.orgId }, body: { studentId, startsOn, endsOn } }, key), () => {
      toast(words.sent);
      close();
    });
  const options = students.map((student): [string, string] => [student.studentId, `${student.name} ${student.studentNumber}`]);
  return (
    <Sheet title={words.appoint} onClose={close}>
      <p class="quiet">{t(words.appointLead)}</p>
      <Form mutation={mutation} send={send} button={words.send}>
        <Select label={words.student} required value={studentId} onValue={setStudentId} options={[["", t(words.pick)], ...options]} error={fieldError(mutation.problem, "studentId")} />
        <Input label={words.from} type="date" required value={startsOn} onValue={setStartsOn} error={fieldError(mutation.problem, "startsOn")} />
        <Input label={words.until} hint={words.untilHint} type="date" required min={startsOn} value={endsOn} onValue={setEndsOn} error={fieldError(mutation.problem, "endsOn")} />
      </Form>
    </Sheet>
  );
}
