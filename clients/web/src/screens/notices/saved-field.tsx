import { useState } from "preact/hooks";
import { useMutation, write } from "../../api/write";
import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Check, Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { PickSaved, type Saved } from "../../ui/saved-audience";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/saved-audiences";

/** Fills the audience of a notice with a saved one, to which it then goes. */
export function UseSaved({ orgId, value, onChoose, onPick }: { orgId: number; value: string; onChoose: (id: string) => void; onPick: (saved: Saved | undefined) => void }) {
  const t = useText();
  return (
    <>
      <PickSaved orgId={orgId} value={value} onChoose={onChoose} onPick={onPick} />
      {value && <p class="quiet small">{t(words.atSending)}</p>}
      <ManageLink orgId={orgId} />
    </>
  );
}

/** Where saved audiences are removed. */
export function ManageLink({ orgId }: { orgId: number }) {
  const t = useText();
  return <p class="small"><a href={`/notices/write/${orgId}?saved`}>{t(words.manage)}</a></p>;
}

type Kept = Pick<Shape<"SavedAudienceEdit">, "audience" | "places">;

/** Saves the audience of the form under a name; or in the one that was filled in, where its reader may change that. `leads`: also for everybody. */
export function KeepAudience({ orgId, kept, used, leads }: { orgId: number; kept: Kept; used: Saved | undefined; leads: boolean }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="plain" onClick={() => setOpen(true)}>{t(words.keep)}</Button>
      {open && <KeepSheet orgId={orgId} kept={kept} used={used?.canChange ? used : undefined} leads={leads} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepSheet({ orgId, kept, used, leads, onClose }: { orgId: number; kept: Kept; used: Saved | undefined; leads: boolean; onClose: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [how, setHow] = useState<"another" | "replace">("another");
  const replaced = how === "replace" ? used : undefined;
  const path = { org_id: orgId };
  const send = () =>
    void mutation.run<unknown>(
      (key) =>
        replaced
          ? write("put", "/api/v1/orgs/{org_id}/saved-audiences/{audience_id}", { path: { ...path, audience_id: replaced.audienceId }, body: { ...kept, name: replaced.name }, version: replaced.version }, key)
          : write("post", "/api/v1/orgs/{org_id}/saved-audiences", { path, body: { ...kept, name, shared: shared && leads } }, key),
      () => {
        toast(words.kept);
        onClose();
      },
    );
  return (
    <Sheet title={words.keep} onClose={onClose}>
      <Form mutation={mutation} send={send} button={words.save}>
        {used && <Choices wide label={words.how} value={[how]} onValue={([chosen]) => chosen && setHow(chosen)} options={[["another", t(words.another)], ["replace", t(words.replace(used.name))]]} />}
        {replaced && <p class="quiet small">{t(words.replaceNote)}</p>}
        {!replaced && <Input label={words.name} hint={words.nameHint} required maxLength={40} value={name} onValue={setName} />}
        {!replaced && leads && <Check label={words.shared} hint={kept.places ? words.sharedBureau : words.sharedSchool} value={shared} onValue={setShared} />}
      </Form>
    </Sheet>
  );
}
