import type { VNode } from "preact";
import { Value } from "../storage/value";

/** What stands above everything on the screen; the frame draws it. */
export const overlay = new Value<VNode | null>(null);

/** Asks for a second factor. The frame sets it: the sheet is loaded when it is first needed, and uses what this module must not import. */
export const stepUp: { ask: (proved?: () => void) => void } = { ask: () => undefined };
