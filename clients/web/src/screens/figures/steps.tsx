import { useText, type Words } from "../../text";

interface Step {
  name: string;
  short: string;
  percent: number;
  /** Steps that begin alike stand together: a term. */
  begins: string;
}

const WIDTH = 15;
const GAP = 6;
const HEIGHT = 90;

/** Shares over time as columns, with a gap where a term begins; a table of the same for screen readers. */
export function Steps({ steps, label }: { steps: Step[]; label: Words }) {
  const t = useText();
  let x = -GAP;
  let begun = "";
  const drawn = steps.map((step) => {
    if (step.begins !== begun) x += GAP;
    begun = step.begins;
    const at = x;
    x += WIDTH;
    const height = (HEIGHT * step.percent) / 100;
    return (
      <g key={step.name}>
        <rect class="ground" x={at} width={WIDTH - 3} height={HEIGHT} rx="2" />
        <rect class="fill" x={at} y={HEIGHT - height} width={WIDTH - 3} height={height} rx="2" />
        <text x={at + (WIDTH - 3) / 2} y={HEIGHT + 12} text-anchor="middle">{step.short}</text>
      </g>
    );
  });
  const last = steps[steps.length - 1];
  return (
    <figure class="figure card trend">
      {last && <p><strong>{last.percent}%</strong> <span class="quiet small">{last.name}</span></p>}
      <svg viewBox={`0 0 ${Math.max(x, 24 * WIDTH)} ${HEIGHT + 16}`} aria-hidden="true">{drawn}</svg>
      <table class="sr">
        <caption>{t(label)}</caption>
        <tbody>{steps.map((step) => <tr key={step.name}><th scope="row">{step.name}</th><td>{step.percent}%</td></tr>)}</tbody>
      </table>
    </figure>
  );
}
