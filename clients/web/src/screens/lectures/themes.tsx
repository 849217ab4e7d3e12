import { useRead } from "../../api/read";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { words } from "../../words/lectures";

/** The themes of these weeks (N3), above the lectures that belong to them. */
export function Themes() {
  const t = useText();
  const themes = useRead("/api/v1/me/themes", {});
  if (!themes.data?.length) return null;
  return (
    <ul class="note">
      {themes.data.map((theme) => (
        <li key={theme.entryId}>{t(words.themeNow(theme.name, plainDay(theme.firstDay), plainDay(theme.lastDay)))}</li>
      ))}
    </ul>
  );
}
