import type { Shape } from "../api/client";
import { both, type Words } from "../text";

type Kind = Shape<"PublicityLine">["kind"];

const MONTHS_EN = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const QUARTERS_ZH = "一二三四";

export const words = {
  title: both("宣传教育", "Publicity work"),
  period: both("时间段", "Period"),
  periods: { month: both("月", "Month"), quarter: both("季度", "Quarter"), year: both("年", "Year") } satisfies Record<Shape<"PublicityPeriod">["period"], Words>,
  earlier: both("往前", "Earlier"),
  later: both("往后", "Later"),
  kinds: {
    lecture: both("讲座", "Lectures"),
    live_stream: both("直播", "Live streams"),
    article: both("推文", "Articles"),
    booklet: both("宣传册", "Booklets"),
    board: both("宣传栏", "Boards"),
    audio_video: both("音视频", "Audio and video"),
    class_meeting: both("主题班会", "Class meetings"),
    drama: both("心理剧", "Drama"),
    poster: both("海报", "Posters"),
    quality_training: both("素质拓展", "Quality training"),
    micro_lesson: both("微课", "Micro-lessons"),
    salon: both("沙龙", "Salons"),
  } satisfies Record<Kind, Words>,
  sums: both("各类人次", "People by kind"),
  counted: (count: number, people: number) => both(`${count} 项 · ${people} 人次`, `${count} · ${people} people`),
  total: both("总人次", "People, in all"),
  noEvents: both("这段时间还没有登记。办一次记一条，报表会自动汇总。", "Nothing is entered for this period yet. Enter each event once, and the return adds itself up."),
  events: both("活动记录", "Log"),
  add: both("登记活动", "Enter an event"),
  edit: both("修改记录", "Change the entry"),
  lectures: both("已举行、未登记的讲座", "Lectures held, not entered yet"),
  lecturesMore: both("点一下核对并登记，不会重复计数。", "Tap to check and enter one. It is counted once."),
  kind: both("类别", "Kind"),
  heldOn: both("日期", "Day"),
  topic: both("主题", "Topic"),
  audience: both("对象", "Audience"),
  audienceHint: both("例如：七年级家长", "For example: guardians of grade 7"),
  count: both("数量", "Count"),
  countHint: both("办了几场，或印发了几册、几期", "How many were held, printed or shown"),
  people: both("人次", "People reached"),
  place: both("地点", "Place"),
  materials: both("材料", "Materials"),
  link: both("链接（https://）", "Link (https://)"),
  save: both("保存", "Save"),
  saved: both("已保存。", "Saved."),
  remove: both("移除这条记录", "Take it out of the log"),
  removeSure: both("移除后不再计入。已经上报的报表不会变，可以更正后重新上报。", "It counts no more. A return that was filed stays as it is; you can amend it."),
  removed: both("已移除。", "Taken out."),
  return: both("报表", "Return"),
  notAsked: both("教育局没有要求这种报表，仍可以上报。", "Your bureau does not ask for this return. You may still file it."),
  open: (due: string) => both(`这段时间结束后可以上报，${due}当天结束前报完。`, `It can be filed once the period is over, by the end of ${due}.`),
  due: (due: string) => both(`还没有上报，请在${due}当天结束前上报。`, `Not filed yet. It is due by the end of ${due}.`),
  overdue: (due: string) => both(`已逾期：应在${due}前上报。`, `Overdue: it was due by ${due}.`),
  filedOn: (on: string, edition: number) => both(`${on}已上报${edition > 1 ? `（第 ${edition} 版）` : ""}。`, `Filed on ${on}${edition > 1 ? ` (edition ${edition})` : ""}.`),
  differs: both("上报以后，活动记录有变化。核对后可以更正，原来的一版会保留。", "The log has changed since. You can amend the return; the earlier edition stays."),
  leaderFiles: both("由校领导或学校管理员上报。", "A leader or administrator of the school files it."),
  file: both("上报", "File the return"),
  amend: both("更正上报", "Amend the return"),
  fileSure: (people: number) => both(`将按现在的数字上报，共 ${people} 人次。报给教育局的只有数字。`, `The figures shown are filed: ${people} people in all. Your bureau gets numbers only.`),
  filed: both("已上报。", "Filed."),
  export: both("导出 Excel", "Export to Excel"),
  fileName: both("宣传教育记录", "publicity-log"),
  schoolsFileName: both("宣传教育报表", "publicity-returns"),
  schools: both("各校上报", "Schools"),
  school: both("学校", "School"),
  state: both("情况", "State"),
  missing: both("未上报", "Not filed"),
  late: both("逾期上报", "Filed late"),
  onTime: both("已上报", "Filed"),
  filedDay: both("上报日期", "Filed on"),
  filedOf: (filed: number, all: number) => both(`${all} 所学校，${filed} 所已上报`, `${filed} of ${all} schools have filed`),
  daysLeft: (days: number, due: string) =>
    days >= 0
      ? both(`截止 ${due}，还有 ${days} 天`, days === 1 ? `Due ${due}, 1 day left` : `Due ${due}, ${days} days left`)
      : both(`截止 ${due}，已过 ${-days} 天`, days === -1 ? `Due ${due}, 1 day ago` : `Due ${due}, ${-days} days ago`),
  all: both("合计", "All schools"),
  noSchools: both("下面还没有学校。", "There are no schools below yet."),
  settings: both("上报要求", "What is asked"),
  asked: both("需要哪些报表", "Returns asked for"),
  dueAfter: both("结束后几天内上报", "Days after the end until it is due"),
  dueAfterHint: both("学校会在截止前三天收到提醒。", "Schools are reminded three days before."),
  periodName: (period: Shape<"PublicityPeriod">["period"], firstDay: string) => {
    const [year, month] = firstDay.split("-").map(Number) as [number, number];
    if (period === "year") return both(`${year}年`, `${year}`);
    if (period === "month") return both(`${year}年${month}月`, `${MONTHS_EN[month - 1]} ${year}`);
    return both(`${year}年第${QUARTERS_ZH[(month - 1) / 3]}季度`, `Quarter ${(month - 1) / 3 + 1} of ${year}`);
  },
};
