import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useDeed, write } from "../../api/write";
import { standing, turnOff, turnOn } from "../../push/push";
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
  const deed = useDeed();
  const sessions = useRead("/api/v1/me/sessions", undefined, { secret: true });
  return (
    <Shown of={sessions}>
      {(all) => (
        <div class="stack">
          <Wrong problem={deed.problem} />
          <Cells>
            {all.map((one) => (
              <Row
                key={one.sessionId}
                name={deviceName(one.client)}
                under={[one.sharedDevice && t(words.sharedOne), `${day(one.seenAt)} ${clock(one.seenAt)}`].filter(Boolean).join(" · ")}
                mark={one.current ? t(words.here) : undefined}
                button={t(words.end)}
                busy={deed.busy}
                onEnd={() => void deed.run((key) => write("delete", "/api/v1/me/sessions/{session_id}", { path: { session_id: one.sessionId } }, key), () => tell(words.ended))}
              />
            ))}
          </Cells>
          {all.length > 1 && <Button kind="danger" busy={deed.busy} onClick={() => void deed.run((key) => write("delete", "/api/v1/me/sessions", {}, key), () => tell(words.ended))}>{t(words.endOthers)}</Button>}
        </div>
      )}
    </Shown>
  );
}

function ThisPhone() {
  const t = useText();
  const [, setRound] = useState(0);
  const settings = useRead("/api/v1/me/push");
  const then = (said: typeof push.isOn) => () => {
    tell(said);
    setRound((round) => round + 1);
  };
  return (
    <Shown of={settings}>
      {(data) => {
        const now = standing(data);
        if (now === "ask") return <Button wide onClick={() => void turnOn(data).then((on) => then(on ? push.isOn : push.didNot)(), then(push.didNot))}>{t(push.on)}</Button>;
        if (now === "on") return <Button wide kind="plain" onClick={() => void turnOff().then(then(push.isOff), then(push.isOff))}>{t(push.off)}</Button>;
        return <p class="quiet">{t(push[now])}</p>;
      }}
    </Shown>
  );
}

function Ringing() {
  const t = useText();
  const deed = useDeed();
  const devices = useRead("/api/v1/me/devices", undefined, { secret: true });
  return (
    <Shown of={devices}>
      {(all: Shape<"Device">[]) => all.length > 0 && (
        <Section title={words.devicesOn}>
          <Wrong problem={deed.problem} />
          <Cells>
            {all.map((one) => (
              <Row
                key={one.deviceId}
                name={one.name}
                under={`${day(one.createdAt)} ${clock(one.createdAt)}`}
                button={t(words.remove)}
                busy={deed.busy}
                onEnd={() => void deed.run((key) => write("delete", "/api/v1/me/devices/{device_id}", { path: { device_id: one.deviceId } }, key))}
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
