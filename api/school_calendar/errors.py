"""What can be refused about school calendars, in sentences that say what to do."""

from api.core.field_errors import FieldErrors
from api.school_calendar.rules import Code

_SENTENCES: dict[Code, tuple[str, str]] = {
    "order": ("结束必须晚于开始。", "The end must be after the start."),
    "too-long": ("时间太长了，请检查结束日期；补班一次只填一天。", "This is too long. Check the last day; a make-up workday is a single day."),
    "too-far": ("日期太早或太远，请检查年份。", "This is too long ago or too far ahead. Check the year."),
    "not-allowed": ("只有补班日可以写按星期几上课。", "Only a make-up workday follows another weekday."),
    "duplicate": ("这几天已经有同样的安排。", "These days have the same entry already."),
    "too-many": ("安排太多了，请先删除旧的。", "There are too many entries. Remove old ones first."),
}  # fmt: skip
wrong = FieldErrors(_SENTENCES).wrong
