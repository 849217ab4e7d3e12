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
import { Check } from "../../ui/fields";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/me";
import { words as push } from "../../words/push";

/** Where the person is signed in, and which devices get pushes. */
export default function Devices() {
  return (
    <Page title={words.devices} back>
      <Section title={words.sessions}><Sessions /></Section>
      <Section title={push.title}><ThisPhone /></Section>
      <PushDevices />
    </Page>
  );
}

function Sessions() {
  const t = useText();
  const mutation = useMutation();
  const [feedToo, setFeedToo] = useState(false);
  const sessions = useRead("/api/v1/me/sessions", undefined, { secret: true });
  return (
    <Loaded of={sessions}>
      {(all) => (
        <div class="stack">
          <ProblemNote problem={mutation.problem} />
          <Cells>
            {all.map((session) => (
              <Row
                key={session.sessionId}
                name={deviceName(session.client)}
                under={[session.sharedDevice && t(words.sharedOne), `${day(session.seenAt)} ${clock(session.seenAt)}`].filter(Boolean).join(" · ")}
                tag={session.current ? t(words.here) : undefined}
                button={t(words.end)}
                busy={mutation.busy}
                onEnd={() => void mutation.run((key) => write("delete", "/api/v1/me/sessions/{session_id}", { path: { session_id: session.sessionId } }, key), () => toast(words.ended))}
              />
            ))}
          </Cells>
          {all.length > 1 && <Check label={words.endFeedToo} value={feedToo} onValue={setFeedToo} />}
          {all.length > 1 && <Button kind="danger" busy={mutation.busy} onClick={() => void mutation.run((key) => write("delete", "/api/v1/me/sessions", { query: { calendarLinks: feedToo } }, key), () => toast(words.ended))}>{t(words.endOthers)}</Button>}
        </div>
      )}
    </Loaded>
  );
}

function ThisPhone() {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const settings = useRead("/api/v1/me/push");
  const change = async (action: () => Promise<typeof push.isOn>) => {
    setBusy(true);
    toast(await action().catch(() => push.didNot));
    setBusy(false);
  };
  return (
    <Loaded of={settings}>
      {(data) => {
        const current = status(data);
        if (current === "ask") return <Button wide busy={busy} onClick={() => void change(async () => ((await turnOn(data)) ? push.isOn : push.didNot))}>{t(push.on)}</Button>;
        if (current === "on") return <Button wide kind="plain" busy={busy} onClick={() => void change(() => turnOff().then(() => push.isOff))}>{t(push.off)}</Button>;
        return <p class="quiet">{t(push[current])}</p>;
      }}
    </Loaded>
  );
}

function PushDevices() {
  const t = useText();
  const mutation = useMutation();
  const devices = useRead("/api/v1/me/devices", undefined, { secret: true });
  return (
    <Loaded of={devices}>
      {(all: Shape<"Device">[]) => all.length > 0 && (
        <Section title={words.devicesOn}>
          <ProblemNote problem={mutation.problem} />
          <Cells>
            {all.map((device) => (
              <Row
                key={device.deviceId}
                name={device.name}
                under={`${day(device.createdAt)} ${clock(device.createdAt)}`}
                button={t(words.remove)}
                busy={mutation.busy}
                onEnd={() => void mutation.run((key) => write("delete", "/api/v1/me/devices/{device_id}", { path: { device_id: device.deviceId } }, key))}
              />
            ))}
          </Cells>
        </Section>
      )}
    </Loaded>
  );
}

function Row({ name, under, tag, button, busy, onEnd }: { name: string; under: string; tag?: string; button: string; busy: boolean; onEnd: () => void }) {
  return (
    <li>
      <div class="cell">
        <span class="what">
          <span>{name}</span>
          <span class="under">{under}</span>
        </span>
        {tag ? <span class="tag">{tag}</span> : <Button kind="plain" busy={busy} onClick={onEnd}>{button}</Button>}
      </div>
    </li>
  );
}
