import type { Shape } from "../api/client";
import type { Words } from "../text";

const both = (zh: string, en: string): Words => [zh, en];

/** Texts that a member meets, in a child's words. */
export const words = {
  report: both("告诉老师", "Tell a teacher"),
  whatKind: both("是什么事？", "What is it about?"),
  whom: both("说的是谁？", "Who is it about?"),
  nobody: both("不想说是谁", "I'd rather not say"),
  sentence: both("你看到或听到了什么？", "What did you see or hear?"),
  sentenceHint: both("一句话就够", "One sentence is enough"),
  whoKnows: both("只有班主任知道是你说的。如果说的是班主任，就只有心理老师知道。", "Only your class teacher knows it was you. If it is about the class teacher, only the counsellor does."),
  change: both("改", "Change"),
  danger: both("有人可能有危险", "Somebody may be in danger"),
  dangerMore: both("心理老师和校领导会马上知道。", "The counsellor and the school's leaders are told at once."),
  dangerNow: both("危险就在眼前？先打电话，或马上找身边的大人。", "Is it happening right now? Call first, or run to the nearest adult."),
  toHelp: both("求助热线", "Helplines"),
  details: both("还想补充（可以不填）", "Add a little more (you need not)"),
  seenOn: both("哪一天", "Which day"),
  seenOnHint: both("不填就是今天", "Today, if you leave it empty"),
  teacher: both("和哪位老师有关", "A teacher it concerns"),
  teacherHint: both("选了谁，谁就看不到这件事", "Whoever you choose will not see it"),
  noTeacher: both("没有", "None"),
  send: both("发出", "Send"),
  thanks: both("谢谢你", "Thank you"),
  thanksLead: both("你做了一件暖心的事。接下来交给大人，你不用再做什么。", "That was kind of you. The adults take it from here; you need do nothing more."),
  next: both("接下来", "What happens now"),
  nextList: [
    both("班主任会看到，并想办法帮忙。", "Your class teacher reads it and finds a way to help."),
    both("同学不会知道是谁说的。", "No classmate learns who told."),
    both("在“我说过的”里能看到有没有人在处理。", "Under “What I told” you can see whether somebody is on it."),
  ],
  nextUrgent: both("心理老师和校领导已经知道了，会马上行动。", "The counsellor and the school's leaders know already, and act right away."),
  feelings: both("心里不好受的话，也可以打热线说一说。", "If it weighs on you, you can call a helpline and talk, too."),
  mine: both("我说过的", "What I told"),
  mineLead: both("这里只有进展，不会显示写了什么。", "Only how it stands; never what you wrote."),
  another: both("再说一件", "Tell something else"),
  none: both("这学期你还没有说过什么。看到让你担心的事，随时可以说。", "You have told nothing this term. When something worries you, tell us any time."),
  states: {
    received: both("收到了", "Received"),
    being_handled: both("有人在管", "Being handled"),
    done: both("处理好了", "Done"),
  } satisfies Record<Shape<"OwnObservation">["state"], Words>,
  told: (when: string) => both(`${when} 说的`, `Told on ${when}`),
  notServing: both("现在由健康委员在这里说。你也有别的办法：", "Members of the health committee tell us here for now. You have other ways:"),
  bookTalk: both("约心理老师聊一聊", "Book a talk with the counsellor"),
  callLine: both("打热线，不用报名字", "Call a helpline; you need not give your name"),
  tellAdult: both("也可以直接告诉你信任的大人。", "Or tell an adult you trust."),
  leave: both("不当健康委员了", "Leave the committee"),
  leaveLead: both("随时可以，不用说理由，对你没有任何影响。", "You may at any time, without a reason, and nothing follows from it."),
  leaveSure: both("确定不当了", "Yes, I leave"),
  left: both("好的，谢谢你这段时间的用心。", "All right. Thank you for having cared."),
  notMember: both("你现在不是健康委员。", "You are not on the committee now."),
  kinds: {
    parent_child: both("和家里人闹矛盾", "Trouble with parents"),
    family_change: both("家里有变故", "Something changed at home"),
    conflict: both("同学之间有矛盾", "Conflict between pupils"),
    unusual_behaviour: both("最近不太对劲", "Not like themselves"),
    other: both("别的事", "Something else"),
  } satisfies Record<Shape<"ObservationNew">["kind"], Words>,
};

export type Kind = Shape<"ObservationNew">["kind"];
export const KINDS: Kind[] = ["parent_child", "family_change", "conflict", "unusual_behaviour", "other"];
