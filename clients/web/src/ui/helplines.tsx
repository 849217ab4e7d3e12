import { useText } from "../text";
import { type Line, words } from "../words/help";
import { Icon } from "./icons";

/** Helplines to call: the whole row is the link. */
export function Lines({ lines }: { lines: Line[] }) {
  const t = useText();
  return (
    <ul class="cells">
      {lines.map((line) => (
        <li key={line.phone + t(line.name)}>
          <a class="cell goes" href={`tel:${line.phone.replace(/\s/g, "")}`}>
            <span class="what">
              <span>{t(line.name)}</span>
              <span class="under">{t(line.hours)}</span>
            </span>
            <span class="more call"><strong>{line.phone}</strong> <span class="sr">{t(words.call)}</span></span>
            <span class="chevron call"><Icon name="phone" size={20} /></span>
          </a>
        </li>
      ))}
    </ul>
  );
}
