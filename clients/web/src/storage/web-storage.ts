/** The browser's small storages. They may be missing or full (private browsing, some in-app browsers): the app works without. */
type Area = "local" | "session";

function areaOf(area: Area): Storage {
  return area === "session" ? sessionStorage : localStorage;
}

export function getItem(area: Area, key: string): string | null {
  try {
    return areaOf(area).getItem(key);
  } catch {
    return null;
  }
}

/** False where it could not be stored. */
export function setItem(area: Area, key: string, value: string): boolean {
  try {
    areaOf(area).setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function removeItem(area: Area, key: string): void {
  try {
    areaOf(area).removeItem(key);
  } catch {
    // Nothing was stored.
  }
}
