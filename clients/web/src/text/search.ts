const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const DOTS = /[\u2022\u30fb\u2027\u2219\u22c5\u25cf\u25cb]/g;
const STOP = new RegExp(`([${HAN}]) ?\\. ?(?=[${HAN}])`, "gu");
const SPACE = new RegExp(`([${HAN}\u00b7]) | (?=[${HAN}\u00b7])`, "gu");

/** Whether a text holds what somebody types into a search. Names are written in one way as on import and at sign-in (`core/name_folding.py`), and letters are small. */
export function finds(typed: string): (text: string) => boolean {
  const wanted = folded(typed);
  return (text) => folded(text).includes(wanted);
}

/** Without lookbehind, which Safari has from 16.4 on. */
function folded(text: string): string {
  const plain = text.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
  return plain.replace(DOTS, "\u00b7").replace(STOP, "$1\u00b7").replace(SPACE, "$1");
}
