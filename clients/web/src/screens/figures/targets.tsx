import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { UntilSaved } from "../../ui/until-saved";
import { words } from "../../words/figure-targets";

interface Of {
  orgId: number;
  targets: Shape<"FigureTargets">;
  onDone: () => void;
}

/** What the bureau wants each school to reach: two shares of its students, or nothing. */
export function Targets({ orgId, targets, onDone }: Of) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const onSaved = () => {
    toast(words.saved);
    setOpen(false);
    onDone();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(words.set)}</Button>
      {open && (
        <Sheet title={words.set} onClose={() => setOpen(false)}>
          <UntilSaved of={targets}>{(targets) => <Fields orgId={orgId} targets={targets} onDone={onSaved} />}</UntilSaved>
        </Sheet>
      )}
    </>
  );
}

function Fields({ orgId, targets, onDone }: Of) {
  const t = useText();
  const [visited, setVisited] = useState(targets.visited?.toString() ?? "");
  const [contacted, setContacted] = useState(targets.contacted?.toString() ?? "");
  const mutation = useMutation();
  const send = () => {
    const body = { visited: Number(visited) || null, contacted: Number(contacted) || null };
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/figures/targets", { path: { org_id: orgId }, body, version: targets.version }, key), onDone);
  };
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <p class="quiet small">{t(words.lead)}</p>
      <Input label={words.visited} type="number" min="1" max="100" value={visited} onValue={setVisited} />
      <Input label={words.contacted} type="number" min="1" max="100" value={contacted} onValue={setContacted} />
    </Form>
  );
}
