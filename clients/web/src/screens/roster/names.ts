import type { Shape } from "../../api/client";
import type { Say } from "../../text";
import { words } from "../../words/roster";

/** The name that the server gives a list from WeCom. */
const WECOM = "WeCom";

/** What an import is called: its file, or where it came from. */
export function nameOf({ origin, fileName }: Pick<Shape<"RosterImport">, "origin" | "fileName">, t: Say): string {
  switch (origin) {
    case "file": return fileName;
    case "wecom": return t(words.wecom);
    case "undo": return t(words.undoOf(fileName === WECOM ? t(words.wecom) : fileName));
    case "rollover": return t(words.yearOf(fileName));
  }
}
