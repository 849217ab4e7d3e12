import { both } from "../text";

/** What a student reads where things of their own are closed after a reset of the secret. */
export const closed = (day: string) => both(`你的登录口令刚重设过，不是用原来的登录口令改的。为了保护你，以前的上报、单独的预约和消息到 ${day} 才会再打开：都还在，没有人看过。想找大人，现在就可以预约心理老师，或打求助热线。`, `Your passphrase was reset without the old one. To protect you, your earlier reports, private sessions and messages open again on ${day}: they are still there, unread. To reach an adult, book a session or call a helpline now.`);
