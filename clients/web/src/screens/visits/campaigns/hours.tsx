import { useState } from "preact/hooks";
import { useText } from "../../../text";
import { weekday } from "../../../text/time";
import { Button } from "../../../ui/buttons";
import { EndTime } from "../../../ui/end-time";
import { Choices, Input, Select } from "../../../ui/fields";
import { words } from "../../../words/campaigns";
import type { CampaignInput, Named } from "./types";

type Visitor = CampaignInput["visitors"][number];
type Hours = Visitor["hours"][number];

/** Who visits, and the evening and weekend hours that each of them gives; one person's hours show at a time. */
export function VisitorHours({ visitors, staff, onVisitors, error }: { visitors: Visitor[]; staff: Named[]; onVisitors: (visitors: Visitor[]) => void; error?: string }) {
  const t = useText();
  const [chosen, setChosen] = useState(visitors[0]?.staffId);
  const current = visitors.find((visitor) => visitor.staffId === chosen) ?? visitors[0];
  const nameOf = (staffId: string) => staff.find(([id]) => id === staffId)?.[1] ?? "";
  const others = staff.filter(([id]) => !visitors.some((visitor) => visitor.staffId === id));
  const change = (hours: Hours[]) => onVisitors(visitors.map((visitor) => (visitor === current ? { ...visitor, hours } : visitor)));
  return (
    <>
      {visitors.length > 0 && <Choices label={visitors.length > 1 ? words.hoursFor : words.visitors} value={current ? [current.staffId] : []} onValue={([id]) => setChosen(id)} options={visitors.map((visitor) => [visitor.staffId, nameOf(visitor.staffId)])} error={error} />}
      {current && <Rows hours={current.hours} onHours={change} />}
      {current && visitors.length > 1 && <Button kind="plain" onClick={() => onVisitors(visitors.filter((visitor) => visitor !== current))}>{t(words.removeVisitor(nameOf(current.staffId)))}</Button>}
      <Select
        label={words.addVisitor}
        required={!visitors.length}
        value=""
        onValue={(staffId) => {
          onVisitors([...visitors, { staffId, hours: current?.hours ?? [] }]);
          setChosen(staffId);
        }}
        options={[["", t(words.choose)], ...others]}
      />
    </>
  );
}

function Rows({ hours, onHours }: { hours: Hours[]; onHours: (hours: Hours[]) => void }) {
  const t = useText();
  const set = (at: number, change: Partial<Hours>) => onHours(hours.map((row, index) => (index === at ? { ...row, ...change } : row)));
  return (
    <fieldset class="field">
      <legend class="label">{t(words.hours)}</legend>
      {hours.map((row, at) => (
        <div class="buttons" key={at}>
          <Select label={words.weekday} value={String(row.weekday)} onValue={(value) => set(at, { weekday: Number(value) })} options={[1, 2, 3, 4, 5, 6, 7].map((number) => [String(number), weekday(number)])} />
          <Input label={words.from} type="time" required value={row.fromTime} onValue={(fromTime) => set(at, { fromTime })} />
          <EndTime label={words.to} value={row.toTime} onValue={(toTime) => set(at, { toTime })} />
          <Button kind="plain" onClick={() => onHours(hours.filter((other) => other !== row))}>{t(words.remove)}</Button>
        </div>
      ))}
      <Button kind="plain" onClick={() => onHours([...hours, { weekday: 3, fromTime: "18:30", toTime: "21:00" }])}>{t(words.addHours)}</Button>
    </fieldset>
  );
}
