"""What can be refused about parent committees and parent schools, in sentences that say what to do."""

from api.core.errors import Problem
from api.core.field_errors import FieldErrors
from api.parents.codes import Code


class GroupOver(Problem):
    """Nobody joins a group that was dissolved or whose term is over, and none that was dissolved meets."""

    status, slug = 409, "parent-group-over"
    zh, en = (
        "任期已结束或已撤销，不能再添加。",
        "This group was dissolved or its term is over. Nothing can be added any more.",
    )


class MemberAlready(Problem):
    """Each guardian is a member once."""

    status, slug = 409, "parent-member-already"
    zh, en = "这位家长已经是成员。", "This guardian is a member already."


_SENTENCES: dict[Code, tuple[str, str]] = {
    "order": ("结束日期不能早于开始日期。", "The last day is before the first one."),
    "too-long": ("任期最长五年，请检查日期。", "A term lasts five years at most. Check the days."),
    "too-old": ("日期太早，请检查年份。", "This is too long ago. Check the year."),
    "not-found": ("没有找到，或已不在本校、本班。", "Not found, or no longer in this class or school."),
    "future": ("还没有到这一天，请在活动之后登记。", "This day is still to come. Enter it afterwards."),
    "meetings": (
        "任期外已有活动登记，请先修改日期，或移除这些活动。",
        "A meeting lies outside this term. Choose other days, or take that meeting out first.",
    ),
    "chair": (
        "已有主任，请先移除原主任，或另选职务。",
        "There is a chair already. Take them out first, or choose another role.",
    ),
    "not-held": ("这场讲座还没有举行，或已取消。", "This lecture has not been held yet, or was cancelled."),
    "outside": ("这一天不在任期内。", "This day is outside the term of office."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
