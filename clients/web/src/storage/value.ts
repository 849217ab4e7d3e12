import { useEffect, useState } from "preact/hooks";

/** A value that screens can watch. */
export class Value<T> {
  private current: T;
  private watchers = new Set<(value: T) => void>();

  constructor(first: T) {
    this.current = first;
  }

  get(): T {
    return this.current;
  }

  set(value: T): void {
    if (value === this.current) return;
    this.current = value;
    for (const watcher of [...this.watchers]) watcher(value);
  }

  /** Returns the function that stops watching. */
  watch(watcher: (value: T) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
}

/** A watched value, inside a component. */
export function useValue<T>(source: Value<T>): T {
  const [value, setValue] = useState(() => source.get());
  useEffect(() => {
    setValue(() => source.get()); // it may have changed between drawing and this effect
    return source.watch((next) => setValue(() => next));
  }, [source]);
  return value;
}
