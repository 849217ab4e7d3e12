import type { Words } from "../text";

/** A write without network was put into the queue. */
export const queued: Words = ["已记下，连上网就会发出。", "Saved. It will be sent when you are online."];
