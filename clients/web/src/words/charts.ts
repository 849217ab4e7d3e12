import type { Words } from "../text";

/** Texts of charts. */
export const charts = {
  name: ["名称", "Name"],
  ofAll: ["人数 / 总数", "Count / all"],
  darker: ["一格一天，颜色越深越多", "A square a day; the darker, the more"],
  owedMore: ["用视频家访过、还须入户的，也算在“还要家访”里。", "A student met by video who is due a visit at home counts as still to visit."],
} satisfies Record<string, Words>;
