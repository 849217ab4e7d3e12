import type { Home } from "../../api/home";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { words } from "../../words/themes";

/** The themes that today has (N3); the lectures show what belongs to them. */
export function Themes({ home }: { home: Home }) {
  const t = useText();
  // An answer that an earlier version of the app stored knows of none.
  const themes = home.themes ?? [];
  if (!themes.length) return null;
  return (
    <Cells>
      {themes.map((theme) => <Cell key={theme.entryId} href="/lectures">{t(words.now(theme.name, plainDay(theme.lastDay)))}</Cell>)}
    </Cells>
  );
}
