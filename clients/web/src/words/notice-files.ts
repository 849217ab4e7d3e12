import { both } from "../text";

/** Pictures and PDF files of a notice. */
export const words = {
  label: both("附件（可不加）", "Files (optional)"),
  add: both("添加图片或 PDF", "Add pictures or PDF"),
  limits: both("最多 6 个，每个不超过 10 MB。图片会压缩，并去掉拍摄地点等信息；PDF 原样发出。", "Six at most, 10 MB each. Pictures are made smaller and lose what else is in them, such as where they were taken; a PDF stays as it is."),
  adding: (name: string) => both(`正在添加 ${name}`, `Adding ${name}`),
  tooMany: both("最多添加 6 个附件。", "Six files are the most."),
  tooLarge: (name: string) => both(`${name} 超过 10 MB，没有添加。`, `${name} is larger than 10 MB and was not added.`),
  remove: both("移除", "Remove"),
  removeOne: (name: string) => both(`移除 ${name}`, `Remove ${name}`),
  picture: (number: number) => both(`图片 ${number}`, `Picture ${number}`),
  download: (name: string, size: string) => both(`下载 ${name}（${size}）`, `Download ${name} (${size})`),
  list: both("附件", "Files"),
};
