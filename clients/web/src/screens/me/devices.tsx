import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { status, turnOff, turnOn } from "../../push/push";
import { useText } from "../../text";
import { deviceName } from "../../text/device";
import { clock, day } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cells } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { Shown, Wrong } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { words } from "../../words/me";
import { words as push } from "../../words/push";

/** Where one is signed in, and which devices ring. */
export default function Devices() {
  return (
    <Page title={words.devices} back>
      <Section title={words.sessions}><Sessions /></Section>
      <Section title={push.title}><ThisPhone /></Section>
      <Ringing />
    </Page>
  );
}

function Sessions() {
  const t = useText();
  const mutation = useMutation();
  const sessions = useRead("/api/v1/me/sessions", undefined, { secret: true });
  return (
    <Shown of={sessions}>
      {(all) => (
        <div class="stack">
          <Wrong problem={mutation.problem} />
          <Cells>
            {all.map((one) => (
              <Row
                key={one.sessionId}
                name={deviceName(one.client)}
                under={[one.sharedDevice && t(words.sharedOne), `${day(one.seenAt)} ${clock(one.seenAt)}`].filter(Boolean).join(" · ")}
                mark={one.current ? t(words.here) : undefined}
                button={t(words.end)}
                busy={mutation.busy}
                onEnd={() => void mutation.run((key) => write("delete", "/api/v1/me/sessions/{session_id}", { path: { session_id: one.sessionId } }, key), () => tell(words.ended))}
              />
            ))}
          </Cells>
          {all.length > 1 && <Button kind="danger" busy={mutation.busy} onClick={() => void mutation.run((key) => write("delete", "/api/v1/me/sessions", {}, key), () => tell(words.ended))}>{t(words.endOthers)}</Button>}
        </div>
      )}
    </Shown>
  );
}

function ThisPhone() {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const settings = useRead("/api/v1/me/push");
  const change = async (what: () => Promise<typeof push.isOn>) => {
    setBusy(true);
    tell(await what().catch(() => push.didNot));
    setBusy(false);
  };
  return (
    <Shown of={settings}>
      {(data) => {
        const now = status(data);
        if (now === "ask") return <Button wide busy={busy} onClick={() => void change(async () => ((await turnOn(data)) ? push.isOn : push.didNot))}>{t(push.on)}</Button>;
        if (now === "on") return <Button wide kind="plain" busy={busy} onClick={() => void change(() => turnOff().then(() => push.isOff))}>{t(push.off)}</Button>;
        return <p class="quiet">{t(push[now])}</p>;
      }}
    </Shown>
  );
}

function Ringing() {
  const t = useText();
  const mutation = useMutation();
  const devices = useRead("/api/v1/me/devices", undefined, { secret: true });
  return (
    <Shown of={devices}>
      {(all: Shape<"Device">[]) => all.length > 0 && (
        <Section title={words.devicesOn}>
          <Wrong problem={mutation.problem} />
          <Cells>
            {all.map((one) => (
              <Row
                key={one.deviceId}
                name={one.name}
                under={`${day(one.createdAt)} ${clock(one.createdAt)}`}
                button={t(words.remove)}
                busy={mutation.busy}
                onEnd={() => void mutation.run((key) => write("delete", "/api/v1/me/devices/{device_id}", { path: { device_id: one.deviceId } }, key))}
              />
            ))}
          </Cells>
        </Section>
      )}
    </Shown>
  );
}

function Row({ name, under, mark, button, busy, onEnd }: { name: string; under: string; mark?: string; button: string; busy: boolean; onEnd: () => void }) {
  return (
    <li>
      <div class="cell">
        <span class="what">
          <span>{name}</span>
          <span class="under">{under}</span>
        </span>
        {mark ? <span class="tag">{mark}</span> : <Button kind="plain" busy={busy} onClick={onEnd}>{button}</Button>}
      </div>
    </li>
  );
}
