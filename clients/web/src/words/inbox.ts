import { both, type Words } from "../text";

export const words = {
  title: ["消息", "Messages"],
  empty: ["还没有消息。", "No messages yet."],
  more: ["查看更多", "Show more"],
  reading: ["读过的消息", "A message that you read"],
  unread: ["未读", "New"],
  message: ["消息", "Message"],
  text: ["内容", "What it says"],
  received: ["时间", "Received"],
  child: ["孩子", "Child"],
  from: ["学校", "From"],
  readAll: ["全部标为已读", "Mark all as read"],
  found: (count: number) => both(`找到 ${count} 条`, count === 1 ? "1 message found" : `${count} messages found`),
  find: ["查找消息", "Search messages"],
} satisfies Record<string, Words | ((count: number) => Words)>;
