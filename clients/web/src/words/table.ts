import { both } from "../text";

export const words = {
  save: both("导出表格", "Export as CSV"),
  some: (count: number) => both(`先显示 ${count} 行，后面还有。`, `The first ${count} rows; there are more.`),
  loading: (count: number) => both(`找到 ${count} 行，正在加载其余的…`, `${count} rows so far, loading the others…`),
  rows: (count: number) => both(`共 ${count} 行`, count === 1 ? "1 row" : `${count} rows`),
};
