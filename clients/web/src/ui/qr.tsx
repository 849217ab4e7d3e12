import type qrcode from "qrcode-generator";
import { useEffect, useState } from "preact/hooks";
import { useText, type Words } from "../text";

/** Empty modules around the picture, as ISO/IEC 18004 wants them. */
const QUIET = 4;

/** A QR code in black on white, also in the dark. Where its code cannot be fetched nothing is drawn: what it says stands beside it as text. */
export function Qr({ text, label, size }: { text: string; label: Words; size: number }) {
  const t = useText();
  const [rows, setRows] = useState<boolean[][]>();
  useEffect(() => {
    let shown = true;
    import("qrcode-generator").then((library) => shown && setRows(encode(library.default, text))).catch(() => undefined);
    return () => {
      shown = false;
    };
  }, [text]);
  if (!rows) return null;
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])));
  const width = rows.length + 2 * QUIET;
  return (
    <svg role="img" aria-label={t(label)} width={size} height={size} viewBox={`0 0 ${width} ${width}`} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${width}v${width}H0z`} />
      <path fill="#000" d={dark.join("")} />
    </svg>
  );
}

/** Rows of modules, true where black. The smallest version that holds the text; 15 % of the picture may be damaged. */
function encode(library: typeof qrcode, text: string): boolean[][] {
  const code = library(0, "M");
  code.addData(text);
  code.make();
  const places = Array.from({ length: code.getModuleCount() }, (_, place) => place);
  return places.map((row) => places.map((column) => code.isDark(row, column)));
}
