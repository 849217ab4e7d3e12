import { both } from "../text";

/** Beside a field that has to be filled in, and is empty. */
export const missing = both("请填写或选一项。", "Please fill this in or choose one.");
