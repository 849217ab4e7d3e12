"""Notices: by which channels an audience would be told, and the families that none reaches."""

from uuid import UUID

import msgspec

from schemas.messages.preview import ChannelReach, ChannelRoom
from schemas.notices.wire import NoticeAudience, NoticePart


class NoticePreview(NoticeAudience, frozen=True, kw_only=True, rename="camel"):
    """How many different people an audience reaches, and by what.

    `channels`: for how many each is the first channel, in the school's order. `unreached`: people whom none reaches; they find the
    notice in Xinqiao alone. `sms`: messages as the gateway counts them, `smsFen` what they cost, null where no price is set;
    `smsMost` of an urgent notice, if nobody reads what came by other channels. `smsLeft`: what the SMS budget has left this month, null
    where nothing limits it; a notice that is not urgent and counts as more is told without SMS. `smsAlone`: people whom only SMS reaches. `rooms`: what it needs of each channel's budget, and what that has
    left; a notice that is not urgent and needs more takes the next channel of those people, where they have one.
    """

    channels: list[ChannelReach]
    unreached: int
    sms: int
    sms_fen: int | None
    sms_most: int
    sms_most_fen: int | None
    sms_alone: int
    sms_left: int | None
    rooms: list[ChannelRoom]


class UnreachedFamily(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student for whom no channel reaches anybody whom the notice is for, and who those people are."""

    student_id: UUID
    student_name: str
    student_number: str
    class_id: UUID | None
    grade: str
    class_name: str
    people: list[str]


class Unreached(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom a notice has to be given on paper: families, by class and student, and staff."""

    families: list[UnreachedFamily]
    staff: list[str]


class TiedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an audience and the student it is about. `opened`: they read the notice."""

    account_id: UUID
    name: str
    part: NoticePart
    student_id: UUID | None
    student_name: str | None
    student_number: str
    class_id: UUID | None
    grade: str
    class_name: str
    opened: bool
