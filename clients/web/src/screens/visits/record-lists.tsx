import type { Shape } from "../../api/client";
import { useText, type Words } from "../../text";
import { isoDay, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Input, Select } from "../../ui/fields";
import { Section } from "../../ui/page";
import { words } from "../../words/visits";

type Recommended = Shape<"Recommended">;
type Step = { dueOn: string; text: string };

interface ListInputProps<T> {
  items: T[];
  onItems: (items: T[]) => void;
  input: T;
  onInput: (input: T) => void;
  onAdd: (items: T[], input: T) => void;
}

/** What is recommended to a family. */
export function Recommendations({ items, onItems, input, onInput, onAdd }: ListInputProps<Recommended>) {
  const t = useText();
  const add = () => {
    if (!input.name.trim()) return;
    onAdd([...items, { ...input, name: input.name.trim() }], { ...input, name: "" });
  };
  return (
    <Section title={words.recommended}>
      <List names={items.map((item) => `${t(words.kinds[item.kind])}：${item.name}`)} onRemove={(index) => onItems(items.filter((_, other) => other !== index))} />
      <Select label={words.kind} value={input.kind} onValue={(kind) => onInput({ ...input, kind: kind as Recommended["kind"] })} options={(["book", "lecture", "hotline"] as const).map((option) => [option, t(words.kinds[option])])} />
      <Input label={words.name} maxLength={100} value={input.name} onValue={(name) => onInput({ ...input, name })} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

/** What follows, each by a day. Other fields of an item stay with it. */
export function FollowUps<T extends Step>({ title = words.followUps, note, items, onItems, input, onInput, onAdd }: ListInputProps<T> & { title?: Words; note?: Words }) {
  const t = useText();
  const add = () => {
    if (!input.dueOn || !input.text.trim()) return;
    onAdd(byDay([...items, { ...input, text: input.text.trim() }]), { ...input, dueOn: "", text: "" });
  };
  return (
    <Section title={title}>
      {note && <p class="quiet small">{t(note)}</p>}
      <List names={items.map((followUp) => `${plainDay(followUp.dueOn)} ${followUp.text}`)} onRemove={(index) => onItems(items.filter((_, other) => other !== index))} />
      <Input label={words.due} type="date" required={input.text !== ""} min={isoDay(new Date())} value={input.dueOn} onValue={(dueOn) => onInput({ ...input, dueOn })} />
      <Input label={words.what} maxLength={300} required={input.dueOn !== ""} value={input.text} onValue={(text) => onInput({ ...input, text })} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

/** As they are read later: by their days. */
const byDay = <T extends Step>(items: T[]) => items.sort((a, b) => a.dueOn.localeCompare(b.dueOn));

function List({ names, onRemove }: { names: string[]; onRemove: (index: number) => void }) {
  const t = useText();
  if (!names.length) return null;
  return (
    <ul class="cells">
      {names.map((name, index) => (
        <li key={name}>
          <div class="cell">
            <span class="what">{name}</span>
            <Button kind="plain" onClick={() => onRemove(index)}>{t(words.remove)}</Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
