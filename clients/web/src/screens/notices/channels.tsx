import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { words } from "../../words/notice-channels";

/** By what the people of an audience would be told, and how many nothing reaches. */
export function ChannelReach({ of, paper: href, urgent }: { of: Shape<"NoticePreview">; paper: string | undefined; urgent: boolean | undefined }) {
  const t = useText();
  if (!of.people) return null;
  return (
    <>
      <ul class="small">
        {of.channels.filter(({ people }) => people).map(({ channel, people }) => (
          <li key={channel}>{t(words.byChannel[channel](people))}</li>
        ))}
        {of.unreached > 0 && <li>{t(words.unreached(of.unreached))}</li>}
      </ul>
      {of.sms > 0 && <p class="quiet small">{t(words.sms(of.sms, of.smsFen))}</p>}
      {urgent && of.smsMost > of.sms && <p class="quiet small">{t(words.smsMost(of.smsMost, of.smsMostFen))}</p>}
      {href && of.unreached > 0 && <a class="button" href={href}>{t(words.paper)}</a>}
    </>
  );
}
