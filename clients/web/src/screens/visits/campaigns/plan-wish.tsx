import { useState } from "preact/hooks";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { useMutation, write } from "../../../api/write";
import { useText } from "../../../text";
import { Cell, Cells } from "../../../ui/cells";
import { Choices } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { Loaded } from "../../../ui/loaded";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/plan";
import { Against } from "./plan-against";
import type { CampaignPath } from "./types";

type Wish = "best" | "prefer" | "pin" | "leave";

/** A family whose wish is being set. `answer`: where to write down what it says, if the reader may. */
export interface Family {
  studentId: string;
  studentName: string;
  wish: Wish;
  eveningId?: string;
  answer?: string;
}

export function WishForm({ family, path, onDone }: { family: Family; path: CampaignPath; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [wish, setWish] = useState<Wish>(family.wish);
  const options: Wish[] = family.eveningId ? ["best", "prefer", "pin", "leave"] : ["best", "leave"];
  const send = () => {
    const body = { excluded: wish === "leave", pinnedTo: wish === "pin" ? family.eveningId : undefined, preferred: wish === "prefer" ? family.eveningId : undefined };
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/families/{student_id}", { path: { ...path, student_id: family.studentId }, body }, key), () => {
      toast(words.wished);
      // Where this fails, the plan says what changed and offers to be made again.
      void write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan", { path });
      onDone();
    });
  };
  return (
    <>
      {family.answer && <Cells><Cell href={family.answer}>{t(words.answer)}</Cell></Cells>}
      <Form mutation={mutation} send={send} button={words.save}>
        <Choices<Wish> wide label={words.wish} value={[wish]} onValue={([value]) => setWish(value ?? "best")} error={fieldError(mutation.problem, wish === "pin" ? "pinnedTo" : "preferred")} options={options.map((option) => [option, t(words.wishes[option])])} />
        {wish !== family.wish && <Cost key={wish} family={family} wish={wish} path={path} />}
      </Form>
    </>
  );
}

/** What the plan would change, before the wish is saved. */
function Cost({ family, wish, path }: { family: Family; wish: Wish; path: CampaignPath }) {
  const query = { excluded: wish === "leave", pinnedTo: wish === "pin" ? family.eveningId : undefined, preferred: wish === "prefer" ? family.eveningId : undefined };
  const cost = useRead("/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/families/{student_id}/cost", { path: { ...path, student_id: family.studentId }, query });
  return <Loaded of={cost}>{(data) => <Against of={data} lead={words.costs} keyStudents={data.keyStudents} />}</Loaded>;
}
