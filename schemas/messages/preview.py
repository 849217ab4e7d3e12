"""Messages: by which channel each person of an audience would be told first."""

from uuid import UUID

import msgspec

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


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an audience has today, by first channel in the organisation's order; `unreached` have none.

    `sms`: messages that the gateway counts, where a text longer than 70 units is several. `sms_fen`: what they cost, if a price is set.
    `sms_most`: where nobody reads what came by other channels, as for something urgent. `sms_alone`: people whom only SMS reaches.
    `sms_left`: what the budget has left this month; None where nothing limits it. `rooms`: the same of every channel that has a budget;
    `channels` are without those that have no room for all.
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
