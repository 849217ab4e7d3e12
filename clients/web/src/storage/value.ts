import { useEffect, useState } from "preact/hooks";

/** A value that screens can watch. */
export class Value<T> {
  #value: T;
  #watchers = new Set<(value: T) => void>();

  constructor(first: T) {
    this.#value = first;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    if (value === this.#value) return;
    this.#value = value;
    for (const watcher of [...this.#watchers]) watcher(value);
  }

  watch(watcher: (value: T) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}

/** A watched value, inside a component. */
export function useValue<T>(source: Value<T>): T {
  const [value, setValue] = useState(source.get());
  useEffect(() => {
    setValue(() => source.get()); // it may have changed between drawing and now
    return source.watch((next) => setValue(() => next));
  }, [source]);
  return value;
}
