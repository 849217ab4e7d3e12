import { useContext, useEffect, useState } from "preact/hooks";
import { Beside } from "./page";

const WIDE = matchMedia("(min-width: 900px)");

/** Whether there is room for a table: a wide window, and not a list beside another screen. */
export function useWide(): boolean {
  const beside = useContext(Beside);
  const [wide, setWide] = useState(WIDE.matches);
  useEffect(() => {
    const follow = () => setWide(WIDE.matches);
    WIDE.addEventListener("change", follow);
    return () => WIDE.removeEventListener("change", follow);
  }, []);
  return wide && !beside;
}
