/** How often this app has heard that somebody else changed something. */
import { Value } from "../storage/value";

export const heard = new Value(0);
