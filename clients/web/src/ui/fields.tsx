import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useText, type Words } from "../text";

interface FieldProps {
  label: Words;
  hint?: Words;
  error?: string;
  /** It is marked; screen readers hear it from the field itself. */
  required?: boolean;
}

function Field({ label, hint, error, required, id, children }: FieldProps & { id: string; children: ComponentChildren }) {
  const t = useText();
  return (
    <div class="field">
      <label class="label" data-must={required || undefined} for={id}>{t(label)}</label>
      {children}
      {hint && <span class="hint" id={`${id}-hint`}>{t(hint)}</span>}
      {error && <span class="wrong" id={`${id}-wrong`}>{error}</span>}
    </div>
  );
}

function describe(id: string, { hint, error }: FieldProps): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
}

interface NativeInputProps {
  type?: "text" | "tel" | "password" | "date" | "time" | "number" | "email";
  inputMode?: "text" | "numeric" | "tel" | "email";
  autocomplete?: Autocomplete;
  autocapitalize?: "characters";
  maxLength?: number;
  min?: string;
  max?: string;
  step?: string;
}

type Autocomplete = "off" | "username" | "current-password" | "new-password" | "one-time-code" | "tel-national" | "email" | "name";

/** A line of text, a date, a time or a number, with the phone's own control. */
export function Input({ label, hint, error, value, onValue, required, ...rest }: FieldProps & NativeInputProps & { value: string; onValue: (value: string) => void }) {
  const id = useId();
  const around: FieldProps = { label, hint, error, required };
  return (
    <Field {...around} id={id}>
      <input {...(rest as object)} id={id} class="input" required={required} value={value} aria-invalid={error ? true : undefined} aria-describedby={describe(id, around)} onInput={(event) => onValue(event.currentTarget.value)} />
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({ label, hint, error, value, onValue, maxLength, required }: FieldProps & { value: string; onValue: (value: string) => void; maxLength: number }) {
  const id = useId();
  const around: FieldProps = { label, hint, error, required };
  return (
    <Field {...around} id={id}>
      {/* Autocomplete is off, so that the browser stores no copy of the text for restoring tabs. */}
      <textarea id={id} class="input" autocomplete="off" value={value} maxLength={maxLength} required={required} aria-invalid={error ? true : undefined} aria-describedby={describe(id, around)} onInput={(event) => onValue(event.currentTarget.value)} />
    </Field>
  );
}

/** One of a long list, with the phone's own picker. */
export function Select({ label, hint, error, value, onValue, options, required }: FieldProps & { value: string; onValue: (value: string) => void; options: [value: string, name: string][] }) {
  const id = useId();
  const around: FieldProps = { label, hint, error, required };
  return (
    <Field {...around} id={id}>
      <select id={id} class="input" value={value} required={required} aria-describedby={describe(id, around)} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
      </select>
    </Field>
  );
}

/** One of a few (`multiple`: several), each a large button. `wide`: one column, for long names. `required`: one of them has to be chosen. */
export function Choices<T extends string>({ label, value, onValue, options, multiple, hint, error, disabled, wide, required }: FieldProps & {
  value: readonly T[];
  onValue: (value: T[]) => void;
  options: [value: T, name: ComponentChildren][];
  multiple?: boolean;
  disabled?: readonly T[];
  wide?: boolean;
}) {
  const t = useText();
  const id = useId();
  const pick = (key: T) => {
    if (!multiple) onValue([key]);
    else onValue(value.includes(key) ? value.filter((chosen) => chosen !== key) : [...value, key]);
  };
  return (
    <fieldset class="field" aria-describedby={describe(id, { label, hint, error })}>
      <legend class="label" data-must={required || undefined}>{t(label)}</legend>
      <div class={`choices ${wide ? "wide" : options.length === 2 || options.length === 4 ? "pairs" : ""}`}>
        {options.map(([key, name]) => (
          <label class="choice" key={key}>
            <input type={multiple ? "checkbox" : "radio"} name={id} required={required && !multiple} checked={value.includes(key)} disabled={disabled?.includes(key)} onChange={() => pick(key)} />
            <span><span>{name}</span></span>
          </label>
        ))}
      </div>
      {hint && <span class="hint" id={`${id}-hint`}>{t(hint)}</span>}
      {error && <span class="wrong" id={`${id}-wrong`}>{error}</span>}
    </fieldset>
  );
}

export function Check({ label, hint, error, value, onValue }: { label: Words; hint?: Words; error?: string | undefined; value: boolean; onValue: (value: boolean) => void }) {
  const t = useText();
  return (
    <label class="check">
      <input type="checkbox" checked={value} onChange={(event) => onValue(event.currentTarget.checked)} />
      <span>
        {t(label)}
        {hint && <span class="hint">{t(hint)}</span>}
        {error && <span class="wrong">{error}</span>}
      </span>
    </label>
  );
}
