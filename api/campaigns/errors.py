"""What can be refused about visit campaigns, in sentences that say what to do."""

from api.core.errors import Problem
from api.core.field_errors import FieldErrors
from schemas.campaigns.rows import Fault


class ClassInCampaign(Problem):
    """A class is in one open campaign at a time."""

    status, slug = 409, "class-in-campaign"
    zh, en = (
        "所选班级已有进行中的家访行动，请先结束它，或不选这个班级。",
        "A chosen class is in another open campaign. Close that one first, or leave the class out.",
    )


class CampaignClosed(Problem):
    """A closed campaign is kept as it was."""

    status, slug = 409, "campaign-closed"
    zh, en = "这次家访行动已结束，不能再更改。", "This campaign is closed and cannot be changed."


_SENTENCES: dict[Fault, tuple[str, str]] = {
    "past": ("这一天已经过去。", "This day is in the past."),
    "too-far": ("日期太远了，请选择近一些的日期。", "This is too far away. Choose a nearer day."),
    "order": ("结束必须晚于开始。", "The end must be after the start."),
    "other-year": ("开始和结束须在同一学年。", "Start and end must lie in one school year."),
    "not-found": ("没有找到，或不属于您负责的班级、已不在本校。", "Not found, not yours, or no longer at this school."),
    "twice": ("同一位老师填了两次。", "Somebody is listed twice."),
    "overlap": ("同一位老师的时间有重叠。", "Hours of one person overlap."),
    "too-short": ("时间比一次家访还短。", "This is shorter than one visit."),
    "required": ("这一项必填。", "This is required."),
    "outside": ("这一天不在家访行动期间。", "This day is outside the campaign."),
    "too-many": ("人数超过了参加的老师。", "This is more people than visit."),
}
wrong = FieldErrors(_SENTENCES).wrong
