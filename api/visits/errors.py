"""What can be refused about home visits, in sentences that say what to do."""

from typing import Literal, TypeAlias

from api.core.errors import Problem
from api.core.field_errors import FieldErrors


class TooManyOffers(Problem):
    """More availability than anybody reads."""

    status, slug = 409, "too-many-availability"
    zh, en = (
        "可约时间太多了，请先删除不用的时间。",
        "You entry very many times already. Take back some that you do not need.",
    )


class FewerCome(Problem):
    """A visit that was agreed for two is not made by one without a word (0294)."""

    status, slug = 409, "fewer-come"
    zh, en = (
        "这位同事本来就会去其中的家访，交给他后去的人会比约好的少。请确认，或另选一位。",
        "This colleague comes to one of these visits already, so fewer people would come than was agreed. Confirm it, or choose another.",
    )


class VisitConfirmed(Problem):
    """Somebody confirmed before."""

    status, slug = 409, "visit-confirmed"
    zh, en = "这次家访已经确认过了，无需再次确认。", "This visit is confirmed already. There is nothing more to do."


class AnothersPlace(Problem):
    """Parents may live apart: none of them answers for the other's time and place."""

    status, slug = 409, "another-guardians-place"
    zh, en = (
        "这次家访约在另一位家长给出的时间和地点，请由对方答复。您可以添加自己的可约时间。",
        "This visit is at a time and place that the other guardian gave, so they answer it. You can add times of your own.",
    )


class VisitClosed(Problem):
    """Declined, cancelled, recorded or missed."""

    status, slug = 409, "visit-closed"
    zh, en = "这次家访已取消或已结束，不能再更改。", "This visit is cancelled or closed and cannot be changed."


class VisitOver(Problem):
    """Its time has come."""

    status, slug = 409, "visit-over"
    zh, en = "这次家访的时间已过，请重新约定时间。", "The time of this visit has passed. Please agree on another."


class VisitNotConfirmed(Problem):
    """Only what both sides agreed on can take place."""

    status, slug = 409, "visit-not-confirmed"
    zh, en = "家长还没有确认这次家访。", "The family has not confirmed this visit."


class VisitNotBegun(Problem):
    """A record is of something that was."""

    status, slug = 409, "visit-not-begun"
    zh, en = "家访还没有开始，开始后才能填写记录。", "The visit has not begun yet. Write its record afterwards."


class RecordClosed(Problem):
    """Nobody reads a record any more after a year, so nobody corrects it."""

    status, slug = 409, "record-closed"
    zh, en = (
        "家访过去已满一年，记录不能再更正或补充。",
        "The visit was over a year ago. Its record cannot be corrected or added to any more.",
    )


class RecordFull(Problem):
    """More versions than anybody reads."""

    status, slug = 409, "record-full"
    zh, en = (
        "这次家访的记录已有很多份，不能再添加。请与同事核对现有的记录。",
        "This visit has very many records already. Please go through them with your colleagues.",
    )


class VisitNotRecorded(Problem):
    """What was agreed is of a visit that was made."""

    status, slug = 409, "visit-not-recorded"
    zh, en = "请先填写家访记录。", "Write the record of the visit first."


class AgreementClosed(Problem):
    """A family answers within some weeks."""

    status, slug = 409, "agreement-closed"
    zh, en = (
        "已过了可以回复的时间，有事请直接联系班主任。",
        "It is too late to answer this. Please contact the class teacher.",
    )


class VisitNotToday(Problem):
    """Only on its day is a visit late."""

    status, slug = 409, "visit-not-today"
    zh, en = (
        "只有当天的家访可以通知晚到，其他日子请改约时间。",
        "Only a visit of today can be late. For another day, propose another time.",
    )


class LateTooLate(Problem):
    """Said without network, and every new time was over when it arrived."""

    status, slug = 409, "late-too-late"
    zh, en = (
        "网络恢复时，推迟后的时间已经过了，家长没有收到通知。需要的话请打电话说明。",
        "When the network came back, the later times were over already, so no family was told. Call them if need be.",
    )


class VisitTimeGone(Problem):
    """The team cannot come then."""

    status, slug = 409, "visit-time-gone"
    zh, en = "老师这个时间来不了，请另选一个时间。", "The team cannot come at that time. Please choose another."


class VisitBegun(Problem):
    """Who is with a family finishes there."""

    status, slug = 409, "visit-begun"
    zh, en = (
        "家访已经开始，不能再交给同事。请先结束或填写未见到人。",
        "The visit has begun and cannot be handed over. Finish it first, or say that nobody was home.",
    )


class NothingToHandOver(Problem):
    """All visits of the day are over, cancelled or somebody else's."""

    status, slug = 409, "nothing-to-hand-over"
    zh, en = "这一天没有您还要去的家访。", "You have no visits to come on this day."


class TimeNotFree(Problem):
    """The wish is none of the listed times."""

    status, slug = 409, "time-not-free"
    zh, en = "这个时间不在可选时间内，请从列表中重新选择。", "That time is not free. Please choose one from the list."


class FamilyNotYet(Problem):
    """Address and phone are told from the evening before."""

    status, slug = 409, "family-not-yet"
    zh, en = "住址和电话从{since}起可以查看。", "Address and phone can be seen from {since} on."


class FamilyNoMore(Problem):
    """The day of the visit has ended."""

    status, slug = 409, "family-no-more"
    zh, en = (
        "家访当天已过，住址和电话不再显示。",
        "The day of the visit is over: address and phone are not shown any more.",
    )


Code: TypeAlias = Literal[
    "past",
    "future",
    "too-far",
    "order",
    "required",
    "not-allowed",
    "not-found",
    "related",
    "hours",
    "closed",
    "not-this-record",
    "cannot-visit",
    "not-now",
    "no-sibling",
]
_SENTENCES: dict[Code, tuple[str, str]] = {
    "past": ("这个时间已经过去。", "This is in the past."),
    "future": ("这个时间还没有到。", "This is in the future."),
    "too-far": ("时间太远了，请选择近一些的时间。", "This is too far away. Choose a nearer time."),
    "order": ("结束必须晚于开始。", "The end must be after the start."),
    "required": ("这一项必填。", "This is required."),
    "not-allowed": ("这里不能填写这一项。", "This does not belong here."),
    "not-found": ("没有找到，或已不在本校。", "Not found, or no longer at this school."),
    "hours": (
        "这个时间不在学校规定的家访时段内，请换一个时间。",
        "This is outside the hours that the school set for visits. Choose another time.",
    ),
    "closed": (
        "这一天是节假日或学校停课，请换一天。",
        "This day is a holiday, or the school is closed. Choose another day.",
    ),
    "not-this-record": (
        "这项后续不在您要更正的记录里，请重新打开记录。",
        "This follow-up is not in the version that you correct. Open the record again.",
    ),
    "cannot-visit": (
        "这位同事不能去其中的某次家访，请另选一位。",
        "This colleague cannot make all of these visits. Choose another.",
    ),
    "not-now": (
        "手机上的时间不对，或者隔得太久，请重新填写。",
        "The phone's time is wrong, or it was said too long ago. Please say it again.",
    ),
    "no-sibling": (
        "现在没有可以一起家访的兄弟姐妹，或者同行的人不能去。请取消这一项，或换一位同行的人。",
        "No sibling can be visited together now, or somebody of the team cannot visit them. Untick this, or change the team.",
    ),
    "related": ("家访老师是学生的家长，请另选。", "Somebody of the team is family of the student. Choose another."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
