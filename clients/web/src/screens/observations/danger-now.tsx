import { useText } from "../../text";
import { URGENT } from "../../words/help";
import { words } from "../../words/observations";

/** To a student, before and after a report: whom to call where the danger is now. */
export function DangerNow() {
  const t = useText();
  return <>{t(words.dangerNow)} {URGENT.map(({ phone }) => <a key={phone} class="button call" href={`tel:${phone}`}>{phone}</a>)}</>;
}
