"""What can be refused about school calendars, in sentences that say what to do."""

from api.core.errors import Problem
from api.core.field_errors import FieldErrors
from api.core.unit_of_work import Reading
from api.school_calendar.rules import Code


class DaysTaken(Problem):
    """Talks, visits or lectures stand on days that would close, and nobody said yet that they may be cancelled."""

    status, slug = 409, "calendar-days-taken"
    zh = "这些日子已经约好：{names_zh}。确认后会全部取消，并通知每一个人另约时间。"
    en = "These days already have: {names_en}. If you confirm, they are cancelled and everybody is told to agree on another time."


class UnknownCalendarFile(Problem):
    """A file that is neither a calendar nor a table with a name and a date for each line."""

    status, slug = 422, "calendar-file"
    zh = "没有读到校历。请上传日历文件（.ics），或有“名称”“开始日期”“结束日期”三列的表格（.xlsx、.csv）。"
    en = "No calendar was found in this file. Upload a calendar (.ics), or a table (.xlsx, .csv) with columns for name, first day and last day."


_SENTENCES: dict[Code, tuple[str, str]] = {
    "order": ("结束必须晚于开始。", "The end must be after the start."),
    "too-long": ("时间太长了，请检查结束日期；补班一次只填一天。", "This is too long. Check the last day; a make-up workday is a single day."),
    "too-far": ("日期太早或太远，请检查年份。", "This is too long ago or too far ahead. Check the year."),
    "not-allowed": ("只有补班日可以写按星期几上课。", "Only a make-up workday follows another weekday."),
    "duplicate": ("这几天已经有同样的安排。", "These days have the same entry already."),
    "only-bureau": ("只有教育局的安排可以用于下属学校。", "Only a bureau's entries can be shared with its schools."),
    "too-many": ("安排太多了，请先删除旧的。", "There are too many entries. Remove old ones first."),
}  # fmt: skip
wrong = FieldErrors(_SENTENCES).wrong


def sentence(uow: Reading, code: Code) -> str:
    """What is wrong, in the reader's language."""
    return _SENTENCES[code][uow.actor.language == "en"]
