"""Why a leave cannot be recorded."""

from typing import Literal, TypeAlias

from api.core.errors import Problem
from api.core.field_errors import FieldErrors


class StandsIn(Problem):
    status, slug = 409, "stands-in"
    zh, en = (
        "此人在这段时间里正代理别人的工作。请先为那位同事换一位代理人。",
        "This person stands in for somebody else then. Name another stand-in for that colleague first.",
    )


class StandInAway(Problem):
    status, slug = 409, "stand-in-away"
    zh, en = (
        "代理人在这段时间里也请假，或正由别人代理。请另选一位。",
        "Who is to stand in is away then too. Choose somebody else.",
    )


Code: TypeAlias = Literal["begun", "past", "order", "long", "stand-in"]
_SENTENCES: dict[Code, tuple[str, str]] = {
    "begun": ("请假已经开始，第一天不能再改。", "The leave has begun, so its first day stays."),
    "past": ("日期不能早于今天。", "The day is before today."),
    "order": ("最后一天不能早于第一天。", "The last day is before the first."),
    "long": ("一次请假最长一年。", "A leave lasts a year at most."),
    "stand-in": ("请选择另一位在职同事。", "Choose another colleague who works here."),
}
wrong = FieldErrors(_SENTENCES).wrong
