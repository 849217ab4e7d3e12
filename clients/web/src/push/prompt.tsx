import { useState } from "preact/hooks";
import { useRead } from "../api/read";
import { account } from "../storage/session";
import { read, useText } from "../text";
import { Button } from "../ui/buttons";
import { tell } from "../ui/toast";
import { words } from "../words/push";
import { status, turnOn } from "./push";

const LATER = "push-later";

/** Asks once, when something is on its way that the phone could tell of; "not now" is heard. Never on a phone that others use. */
export function PushPrompt() {
  const t = useText();
  const [gone, setGone] = useState(Boolean(read(LATER)) || account.get()?.shared === true);
  const [busy, setBusy] = useState(false);
  const settings = useRead(gone ? null : "/api/v1/me/push");
  if (gone || status(settings.data) !== "ask") return null;
  const later = () => {
    localStorage.setItem(LATER, "1");
    setGone(true);
  };
  const yes = async () => {
    setBusy(true);
    const on = settings.data && (await turnOn(settings.data).catch(() => false));
    tell(on ? words.isOn : words.didNot);
    later();
  };
  return (
    <section class="note">
      <h2>{t(words.prompt)}</h2>
      <p>{t(words.lead)}</p>
      <div class="buttons">
        <Button kind="main" busy={busy} onClick={() => void yes()}>{t(words.on)}</Button>
        <Button kind="plain" onClick={later}>{t(words.notNow)}</Button>
      </div>
    </section>
  );
}
