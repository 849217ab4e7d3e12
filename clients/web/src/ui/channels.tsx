import type { Shape } from "../api/client";
import { useText } from "../text";
import { words } from "../words/notice-channels";
import { words as budget } from "../words/sms-budget";

/** By what the people of an audience would be told, and how many nothing reaches. */
export function ChannelReach({ of, paper: href, urgent }: { of: Shape<"AudiencePreview">; paper: string | undefined; urgent: boolean | undefined }) {
  const t = useText();
  if (!of.people) return null;
  const left = urgent ? null : of.smsLeft;
  const short = left !== null && of.sms > left;
  return (
    <>
      <ul class="small">
        {of.channels.filter(({ people }) => people).map(({ channel, people }) => (
          <li key={channel}>{t(words.byChannel[channel](people))}</li>
        ))}
        {of.unreached > 0 && <li>{t(words.unreached(of.unreached))}</li>}
      </ul>
      {of.sms > 0 && <p class="quiet small">{t(words.sms(of.sms, of.smsFen))}</p>}
      {left !== null && of.sms > 0 && <p class={short ? "note" : "quiet small"}>{t(short ? budget.short(of.sms, left) : budget.rest(left))}</p>}
      {!urgent && of.rooms.filter((room) => room.channel !== "sms" && room.need > room.left).map((room) => <p key={room.channel} class="note">{t(budget.shortOf(room.channel, room.need, room.left))}</p>)}
      {short && of.smsAlone > 0 && <p class="small">{t(budget.alone(of.smsAlone))}</p>}
      {urgent && of.smsMost > of.sms && <p class="quiet small">{t(words.smsMost(of.smsMost, of.smsMostFen))}</p>}
      {href && (of.unreached > 0 || (short && of.smsAlone > 0)) && <a class="button" href={href}>{t(short ? budget.list : words.paper)}</a>}
    </>
  );
}
