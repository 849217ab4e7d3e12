import { useState } from "preact/hooks";
import { useMutation, type WriteResult } from "../../api/write";
import { useText, type Words } from "../../text";
import { Button } from "../../ui/buttons";
import { Check, Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";

type Said = Record<"keep" | "name" | "shared" | "how" | "another" | "save" | "kept", Words> & {
  replace: (name: string) => Words;
  keepNote?: Words;
  nameHint?: Words;
  replaceNote?: Words;
};

interface Keeping<T> {
  words: Said;
  /** What the form was filled with; its reader may be able to replace it. */
  used: T | undefined;
  /** Also for everybody. */
  leads: boolean;
  sharedHint: Words;
  add: (named: { name: string; shared: boolean }, key: string) => Promise<WriteResult<unknown>>;
  replace: (used: T, key: string) => Promise<WriteResult<unknown>>;
}

/** Keeps what a form says under a name; or in the one that it was filled with, where its reader may change that. */
export function KeepUnderName<T extends { name: string; canChange: boolean }>(props: Keeping<T>) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="plain" onClick={() => setOpen(true)}>{t(props.words.keep)}</Button>
      {open && <KeepSheet {...props} used={props.used?.canChange ? props.used : undefined} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepSheet<T extends { name: string }>({ words, used, leads, sharedHint, add, replace, onClose }: Keeping<T> & { onClose: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [how, setHow] = useState<"another" | "replace">("another");
  const replaced = how === "replace" ? used : undefined;
  const send = () =>
    void mutation.run<unknown>((key) => (replaced ? replace(replaced, key) : add({ name, shared: shared && leads }, key)), () => {
      toast(words.kept);
      onClose();
    });
  return (
    <Sheet title={words.keep} onClose={onClose}>
      <Form mutation={mutation} send={send} button={words.save}>
        {words.keepNote && <p class="quiet small">{t(words.keepNote)}</p>}
        {used && <Choices wide label={words.how} value={[how]} onValue={([chosen]) => chosen && setHow(chosen)} options={[["another", t(words.another)], ["replace", t(words.replace(used.name))]]} />}
        {replaced && words.replaceNote && <p class="quiet small">{t(words.replaceNote)}</p>}
        {!replaced && <Input label={words.name} hint={words.nameHint} required maxLength={40} value={name} onValue={setName} />}
        {!replaced && leads && <Check label={words.shared} hint={sharedHint} value={shared} onValue={setShared} />}
      </Form>
    </Sheet>
  );
}
