import { useEffect, useState } from "preact/hooks";

/** State for confidential text: emptied when the page is left, also for a page that the browser restores later. */
export function useConfidential<T>(start: T): [value: T, set: (next: T) => void] {
  const [value, set] = useState<T>(start);
  useEffect(() => {
    const forget = () => set(() => start);
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return [value, (next) => set(() => next)];
}
