import { useState } from "preact/hooks";
import { useMutation, write } from "../../../api/write";
import { useText } from "../../../text";
import { Cell, Cells } from "../../../ui/cells";
import { Choices } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/plan";
import type { CampaignPath } from "./types";

type Wish = "best" | "pin" | "leave";

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
  const options: Wish[] = family.eveningId ? ["best", "pin", "leave"] : ["best", "leave"];
  const send = () => {
    const body = { excluded: wish === "leave", pinnedTo: wish === "pin" ? family.eveningId : undefined };
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan/families/{student_id}", { path: { ...path, student_id: family.studentId }, body }, key), () => {
      toast(words.wished);
      // What the wish costs is seen at once. Where this fails, the plan says what changed and offers to be made again.
      void write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/plan", { path });
      onDone();
    });
  };
  return (
    <>
      {family.answer && <Cells><Cell href={family.answer}>{t(words.answer)}</Cell></Cells>}
      <Form mutation={mutation} send={send} button={words.save}>
        <Choices<Wish> wide label={words.wish} value={[wish]} onValue={([value]) => setWish(value ?? "best")} options={options.map((option) => [option, t(words.wishes[option])])} />
      </Form>
    </>
  );
}
