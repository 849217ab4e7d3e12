"""What can be refused in counselling, in sentences that say what to do."""

from typing import Literal, TypeAlias

from api.core.errors import Problem
from api.core.field_errors import FieldErrors


class SlotNotOffered(Problem):
    """No hours offer that counsellor at that time."""

    status, slug = 409, "slot-not-offered"
    zh, en = "这个时间现在不开放预约，请重新选择时间。", "That time is not offered any more. Please choose another."


class FamilyBusy(Problem):
    """The student, or the guardian who would come, has another appointment then."""

    status, slug = 409, "family-busy"
    zh, en = (
        "学生或家长在这个时间已有其他安排，请另选时间。",
        "The student or the guardian has another appointment then. Please choose another time.",
    )


class BookingOver(Problem):
    """What has begun cannot be changed."""

    status, slug = 409, "booking-over"
    zh, en = "这次咨询已经开始或结束，不能再更改。", "This session has begun or is over and cannot be changed."


class BookingClosed(Problem):
    """Cancelled, done or missed."""

    status, slug = 409, "booking-closed"
    zh, en = "这次预约已取消或已结束，不能再更改。", "This booking is cancelled or closed and cannot be changed."


class BookingNotBegun(Problem):
    """How it went is known only afterwards."""

    status, slug = 409, "booking-not-begun"
    zh, en = "咨询还没有开始，开始后才能登记结果。", "The session has not begun yet. Note its outcome afterwards."


class PlaceEnded(Problem):
    """A provider or room that takes no more bookings."""

    status, slug = 409, "place-ended"
    zh, en = "该咨询地点或房间已停用，不能再更改。", "This place is closed for good and cannot be changed."


Code: TypeAlias = Literal[
    "past",
    "too-soon",
    "too-far",
    "order",
    "range",
    "overlap",
    "too-short",
    "not-found",
    "not-offered",
    "not-allowed",
    "related",
    "required",
]
_SENTENCES: dict[Code, tuple[str, str]] = {
    "past": ("这个时间已经过去。", "This is in the past."),
    "too-soon": ("时间太近了，请至少提前一小时预约。", "This is too soon. Book at least an hour ahead."),
    "too-far": ("时间太远了，请选择 180 天以内的时间。", "This is too far ahead. Choose a time within 180 days."),
    "order": ("结束必须晚于开始。", "The end must be after the start."),
    "range": ("时间范围太长了，请缩短。", "This range is too long. Ask for less."),
    "overlap": ("与已有的时段重叠，请调整。", "This overlaps other hours. Please change it."),
    "too-short": ("这段时间放不下一次咨询。", "This is too short for one session."),
    "not-found": ("没有找到，或已停用。", "Not found, or no longer in use."),
    "not-offered": ("这个时段不提供这种方式。", "This is not offered at that time."),
    "not-allowed": ("这里不能这样选择。", "This cannot be chosen here."),
    "related": ("咨询师与学生有亲属关系，请另选咨询师。", "This counsellor is family of the student. Choose another."),
    "required": ("这一项必填。", "This is required."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
