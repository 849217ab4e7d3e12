"""What can be refused about publicity work, in sentences that say what to do."""

from api.core.errors import Problem
from api.core.field_errors import FieldErrors
from api.publicity.rules import Code


class LectureLogged(Problem):
    """A lecture is one line of the log."""

    status, slug = 409, "lecture-logged"
    zh, en = "这场讲座已经登记过了，请刷新后查看。", "This lecture is in the log already. Please reload the page."


class PeriodNotOver(Problem):
    """A return is filed once its period is over."""

    status, slug = 409, "period-not-over"
    zh, en = "这段时间还没有结束，结束后再上报。", "This period is not over yet. File its return once it is."


class ReturnChanged(Problem):
    """The sums are not those that were shown, or somebody filed meanwhile."""

    status, slug = 409, "return-changed"
    zh, en = (
        "数字刚有变化，或已有人上报。请刷新，核对后再报。",
        "The figures have just changed, or somebody filed them. Reload, check them and file again.",
    )


_SENTENCES: dict[Code, tuple[str, str]] = {
    "future": ("还没有到这一天，请在活动之后登记。", "This day is still to come. Enter the event afterwards."),
    "too-old": ("日期太早，请检查年份。", "This is too long ago. Check the year."),
    "too-far": ("日期太远，请检查年份。", "This is too far ahead. Check the year."),
    "not-found": ("没有找到这场已经举行的讲座。", "No such lecture was held."),
    "not-first": ("请选择一段时间的第一天。", "Choose the first day of a period."),
    "duplicate": ("有重复，请去掉一个。", "Something is there twice. Take one out."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
