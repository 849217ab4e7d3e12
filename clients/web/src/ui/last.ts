import { useRef } from "preact/hooks";

/** The value, or the last one that there was: a list stays until the next one is there. */
export function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  return last.current;
}
