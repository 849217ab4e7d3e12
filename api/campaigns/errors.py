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


class NoVisitors(Problem):
    """Nobody is left who visits, or those of a team give no time in common."""

    status, slug = 409, "no-visitors"
    zh, en = (
        "没有老师能去：参加家访的老师都已不在，或没有填共同的时间。请先修改家访行动。",
        "Nobody can go: no visitor is left, or those of a team give no time in common. Change the campaign first.",
    )


class TooManyFamilies(Problem):
    """More families than one plan holds."""

    status, slug = 409, "too-many-families"
    zh, en = (
        "需要家访的家庭超过{most}家，请按班级分开安排。",
        "More than {most} families are due a visit. Plan class by class.",
    )


class PlanNotReady(Problem):
    """There is nothing to apply."""

    status, slug = 409, "plan-not-ready"
    zh, en = "还没有可用的家访计划，请先生成计划。", "There is no plan to apply yet. Have one made first."


class NotInCampaign(Problem):
    """The student is in none of its classes."""

    status, slug = 409, "not-in-campaign"
    zh, en = "这个学生不在这次家访行动的班级里。", "This student is in none of the classes of the campaign."


class FamilyHasVisit(Problem):
    """What was proposed or agreed is moved by people, never by a plan."""

    status, slug = 409, "family-has-visit"
    zh, en = (
        "已经向这个家庭提议或约好了家访，请打开那次家访更改时间。",
        "A visit was proposed to this family or agreed already. Open that visit to change its time.",
    )


class PlannerBusy(Problem):
    """Somebody else tries a wish out at this moment."""

    status, slug = 409, "planner-busy"
    zh, en = "正在为别的老师计算，请稍后再试。", "The planner is busy. Please try again in a moment."


class PlannerFailed(Problem):
    """The planner did not end in time."""

    status, slug = 409, "planner-failed"
    zh, en = (
        "没能算出这样安排的影响，可以直接保存后重新生成计划。",
        "What this changes could not be computed. You can save it and have the plan made again.",
    )


class PlanStale(Problem):
    """Something that the plan rests on has changed."""

    status, slug = 409, "plan-stale"
    zh, en = (
        "计划生成后情况有变，请重新生成：{what}",
        "Something has changed since the plan was made. Have it made again: {what}",
    )


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
    "no-evening": (
        "这一天已不能安排家访，请重新生成计划后再选。",
        "No visit can be planned then any more. Have the plan made again, and choose from it.",
    ),
    "too-many": ("人数超过了参加的老师。", "This is more people than visit."),
}
wrong = FieldErrors(_SENTENCES).wrong
