import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { status, turnOn } from "../../push/push";
import { account } from "../../storage/session";
import { getItem, setItem } from "../../storage/web-storage";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { toast } from "../../ui/toast";
import { words } from "../../words/push";

const DISMISSED = "push-later";

/** Offers pushes once, when there is something to be reminded of. Never on a phone that others use. */
export function PushPrompt() {
  const t = useText();
  const [hidden, setHidden] = useState(Boolean(getItem("local", DISMISSED)) || account.get()?.shared === true);
  const [busy, setBusy] = useState(false);
  const settings = useRead(hidden ? null : "/api/v1/me/push");
  if (hidden || status(settings.data) !== "ask") return null;
  const dismiss = () => {
    setItem("local", DISMISSED, "1");
    setHidden(true);
  };
  const accept = async () => {
    setBusy(true);
    const on = settings.data && (await turnOn(settings.data).catch(() => false));
    toast(on ? words.isOn : words.didNot);
    dismiss();
  };
  return (
    <section class="note">
      <h2>{t(words.prompt)}</h2>
      <p>{t(words.lead)}</p>
      <div class="buttons">
        <Button kind="main" busy={busy} onClick={() => void accept()}>{t(words.on)}</Button>
        <Button kind="plain" onClick={dismiss}>{t(words.notNow)}</Button>
      </div>
    </section>
  );
}
