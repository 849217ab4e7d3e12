"""Messages: by which channel each person of an audience would be told first, and the families that none reaches."""

from uuid import UUID

import msgspec

from schemas.messages.audiences import Part
from schemas.messages.rows import ChannelName


class ReachedPeople(msgspec.Struct, frozen=True, kw_only=True):
    """The different people of an audience, and how many students they are told about."""

    people: list[UUID]
    students: int


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Who is known in an organisation's WeCom, and to its WeChat service account."""

    wecom: list[UUID]
    wechat: list[UUID]


class AddressKinds(msgspec.Struct, frozen=True, kw_only=True):
    """What addresses people have (`phone`, `mail`, `wecom`, `wechat` or a kind of device), which channels they chose, and how many people that is."""

    language: str
    channels: list[str]
    kinds: list[str]
    people: int


class PersonKinds(msgspec.Struct, frozen=True, kw_only=True):
    """The same of one person."""

    account_id: UUID
    channels: list[str]
    kinds: list[str]


class ChannelReach(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many people a channel is the first one for."""

    channel: ChannelName
    people: int


class ChannelRoom(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an audience needs of a channel's budget, and what that has left this month. Where it does not do, the next channel is used."""

    channel: ChannelName
    need: int
    left: int


class AudiencePreview(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many different people an audience reaches, and by what.

    `channels`: for how many each is the first channel, in the school's order. `unreached`: people whom none reaches; they find it in
    Xinqiao alone. `sms`: messages as the gateway counts them, `smsFen` what they cost, null where no price is set; `smsMost` of
    something urgent, if nobody reads what came by other channels. `smsLeft`: what the SMS budget has left this month, null where
    nothing limits it; what is not urgent and counts as more is told without SMS. `smsAlone`: people whom only SMS reaches. `rooms`: what it needs of each channel's budget, and what that has
    left; what is not urgent and needs more takes the next channel of those people, where they have one.
    """

    people: int
    students: int
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
    """A student for whom no channel reaches anybody whom it is for, and who those people are."""

    student_id: UUID
    student_name: str
    student_number: str
    class_id: UUID | None
    grade: str
    class_name: str
    people: list[str]


class Unreached(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom it has to be given on paper: families, by class and student, and staff."""

    families: list[UnreachedFamily]
    staff: list[str]


class TiedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an audience and the student it is about. `opened`: they read it."""

    account_id: UUID
    name: str
    part: Part
    student_id: UUID | None
    student_name: str | None
    student_number: str
    class_id: UUID | None
    grade: str
    class_name: str
    opened: bool
