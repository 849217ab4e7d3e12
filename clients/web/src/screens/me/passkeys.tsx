import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { addPasskey, inDialog, isNumbered, passkeysWork, withProof } from "../../api/passkey";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/passkeys";

/** The person's passkeys. `proof`: fields of password and code, for who has both and no passkey yet. */
export function Passkeys({ proof, fields }: { proof?: Shape<"PasskeyWanted">; fields?: preact.ComponentChildren }) {
  const t = useText();
  const mutation = useMutation();
  const passkeys = useRead("/api/v1/me/passkeys", undefined, { secret: true });
  return (
    <Section title={words.title}>
      <Loaded of={passkeys}>
        {(all) => (
          <div class="stack">
            <p class="quiet">{t(words.lead)}</p>
            {all.map((one) => <Row key={one.passkeyId} one={one} />)}
            {passkeysWork() ? (
              <Form mutation={mutation} button={words.add} send={() => void mutation.run(() => addPasskey(all.length > 0, all.length ? {} : (proof ?? {})), () => toast(words.added))}>
                {!all.length && fields}
              </Form>
            ) : (
              <p class="note">{t(isNumbered() ? words.numbered : words.elsewhere)}</p>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Row({ one }: { one: Shape<"Passkey"> }) {
  const t = useText();
  const mutation = useMutation();
  const [name, setName] = useState<string>();
  const path = { passkey_id: one.passkeyId };
  const rename = () => void mutation.run((key) => write("put", "/api/v1/me/passkeys/{passkey_id}", { path, body: { name: name ?? "" } }, key), () => setName(undefined));
  const remove = async () => {
    if (await confirm(words.remove, words.removeSure)) await mutation.run(() => inDialog(() => withProof(true, () => write("delete", "/api/v1/me/passkeys/{passkey_id}", { path }))), () => undefined);
  };
  if (name !== undefined) {
    return (
      <Form mutation={mutation} button={words.save} send={rename}>
        <Input label={words.name} required maxLength={100} value={name} onValue={setName} />
      </Form>
    );
  }
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Cells><Cell subtitle={t(one.usedAt ? words.usedOn(fullDay(one.usedAt)) : words.unused)}>{one.name}</Cell></Cells>
      <div class="buttons">
        <Button kind="plain" onClick={() => setName(one.name)}>{t(words.rename)}</Button>
        <Button kind="plain" busy={mutation.busy} onClick={() => void remove()}>{t(words.remove)}</Button>
      </div>
    </>
  );
}
