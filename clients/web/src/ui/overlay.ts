import type { VNode } from "preact";
import { Value } from "../storage/value";

/** What stands above everything on the screen; the frame draws it. */
export const overlay = new Value<VNode | null>(null);
