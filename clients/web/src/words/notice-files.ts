import { both } from "../text";

/** Pictures and PDF files of a notice. */
export const words = {
  label: both("附件（可不加）", "Files (optional)"),
  add: both("添加图片或 PDF", "Add pictures or PDF"),
  limits: both("最多 6 个，每个不超过 10 MB。图片会压缩，并去掉拍摄地点等信息；PDF 原样发出。", "Six at most, 10 MB each. Pictures are made smaller and lose what else is in them, such as where they were taken; a PDF stays as it is."),
  limitsOfBureau: both("最多 6 个，合计不超过 5 MB。图片会压缩，并去掉拍摄地点等信息；PDF 原样发出。", "Six at most, 5 MB together. Pictures are made smaller and lose what else is in them, such as where they were taken; a PDF stays as it is."),
  tooLargeTogether: both("附件合计超过 5 MB。请移除一些，或换成较小的文件。", "The files have more than 5 MB together. Remove some, or choose smaller ones."),
  adding: (name: string) => both(`正在添加 ${name}`, `Adding ${name}`),
  tooMany: both("最多添加 6 个附件。", "Six files are the most."),
  tooLarge: (name: string) => both(`${name} 超过 10 MB，没有添加。`, `${name} is larger than 10 MB and was not added.`),
  remove: both("移除", "Remove"),
  removeOne: (name: string) => both(`移除 ${name}`, `Remove ${name}`),
  picture: (number: number) => both(`图片 ${number}`, `Picture ${number}`),
  download: (name: string, size: string) => both(`下载 ${name}（${size}）`, `Download ${name} (${size})`),
  list: both("附件", "Files"),
  gone: (name: string) => both(`${name}（内容已移除）`, `${name} (its content was removed)`),
  all: both("占用空间的附件", "Files that use space"),
  used: (used: string, room: string) => both(`已用 ${used}，共 ${room}`, `${used} of ${room} used`),
  usedHint: both("通知撤回、过期，或发出并截止 90 天后，它的附件可以移除。移除后谁也打不开，回执里的文件名和校验码不变。", "Files can be removed once their notice is withdrawn, expired, or was sent and had to be answered 90 days ago. Nobody can open them then; their names and checksums in receipts stay."),
  noFiles: both("没有占用空间的附件。", "No files use space."),
  ofNotice: (title: string, day: string) => both(`${title} · ${day}`, `${title} · ${day}`),
  withdrawn: both("已撤回", "Withdrawn"),
  counts: both("通知仍有效", "Notice still counts"),
  removeSure: (name: string) => both(`移除 ${name} 的内容？之后谁也打不开，也不能恢复。`, `Remove the content of ${name}? Nobody can open it then, and it cannot be restored.`),
  removed: both("已移除", "Removed"),
};
