import { both } from "../text";

/** Said where a notice leaves: it may have arrived by the time this is read. */
export const begun = both("已开始发送。", "Sending has begun.");
