import { both } from "../text";

export const words = {
  save: both("导出表格", "Export as CSV"),
  rows: (count: number) => both(`共 ${count} 行`, count === 1 ? "1 row" : `${count} rows`),
};
