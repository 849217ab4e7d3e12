"""By which channel people would be told first, and what their SMS cost. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from api.core.config import Config
from api.messages import rules
from schemas.messages.preview import (
    AddressKinds,
    AudiencePreview,
    ChannelReach,
    ChannelRoom,
    PersonKinds,
    ReachedPeople,
)
from schemas.messages.rows import ChannelName, OrgChannels

SIGN = "【心桥】"
"""What a gateway requires at the beginning of an SMS. It also makes each one of UCS-2, however English its text."""
SINGLE, PART = 70, 67
"""Units of one SMS, and of each part of a longer one, which carries three units that join the parts."""


def sms_text(body: str) -> str:
    """The text of an SMS. It carries our sign and no link: links in SMS are how people are robbed."""
    return f"{SIGN}{body}"


def sms_parts(text: str) -> int:
    """How many SMS a gateway counts. A unit is one of UTF-16: an emoji is two."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= SINGLE else -(-units // PART)


def parts_of(body: str) -> int:
    """As how many SMS a message with these words counts."""
    return sms_parts(sms_text(body))


def configured(config: Config, org_id: int) -> frozenset[ChannelName]:
    """The channels that a worker of this configuration has. WeCom and WeChat need an account of the organisation's own, also in the demo."""
    on: Mapping[ChannelName, bool] = {
        "fcm": config.fcm_credentials is not None,
        "webpush": config.vapid is not None,
        "sms": config.sms_url is not None or config.tencent_sms is not None,
        "mail": config.smtp_url is not None,
    }
    has: frozenset[ChannelName] = frozenset(channel for channel, is_on in on.items() if is_on or config.demo)
    return has | (rules.OWN - rules.others_alone(config, org_id))


def first_channel(of: AddressKinds | PersonKinds, usable: Sequence[ChannelName]) -> ChannelName | None:
    """The first of the usable channels that people chose and have an address for."""
    return next((c for c in usable if rules.wanted(of.channels, c) and address_kind(c) in of.kinds), None)


def address_kind(channel: ChannelName) -> str:
    """What address a channel needs: a number, a mail address, or a device of the channel's own kind."""
    return "phone" if channel == "sms" else channel


def preview(
    reached: ReachedPeople,
    kinds: Sequence[AddressKinds],
    org: OrgChannels,
    has: frozenset[ChannelName],
    parts: Mapping[str, int],
    price: float | None,
    lefts: Mapping[ChannelName, int],
) -> AudiencePreview:
    """How an audience would be told. `parts`: SMS of one message by language; `price`: yuan of one SMS; `lefts`: what budgets let out."""
    usable = rules.ordered(org, has)
    rooms, spent = _rooms(kinds, usable, parts, lefts)
    people: Counter[ChannelName] = Counter()
    sms = most = alone = 0
    others: list[ChannelName] = [channel for channel in usable if channel != "sms"]
    for row in kinds:
        channel = _way(row, usable, spent - {"sms"})
        if channel is not None:
            people[channel] += row.people
        own = _need(row, "sms", parts)
        sms += own if channel == "sms" else 0
        alone += row.people if channel == "sms" and not first_channel(row, others) else 0
        most += own if first_channel(row, [c for c in usable if c == "sms"]) else 0
    return AudiencePreview(
        people=len(reached.people),
        students=reached.students,
        channels=[ChannelReach(channel=channel, people=people[channel]) for channel in usable],
        unreached=len(reached.people) - people.total(),
        sms=sms,
        sms_fen=_fen(sms, price),
        sms_most=most,
        sms_most_fen=_fen(most, price),
        sms_alone=alone,
        sms_left=lefts.get("sms"),
        rooms=rooms,
    )


def _rooms(
    kinds: Sequence[AddressKinds],
    usable: Sequence[ChannelName],
    parts: Mapping[str, int],
    lefts: Mapping[ChannelName, int],
) -> tuple[list[ChannelRoom], frozenset[ChannelName]]:
    """What each budget has to do, in the organisation's order, and the channels whose budget does not: their people go on to the next one."""
    rooms: list[ChannelRoom] = []
    spent: frozenset[ChannelName] = frozenset()
    for channel in usable:
        if channel in lefts:
            need = sum(_need(row, channel, parts) for row in kinds if _way(row, usable, spent) == channel)
            rooms.append(ChannelRoom(channel=channel, need=need, left=lefts[channel]))
            if need > lefts[channel]:
                spent = spent.union((channel,))
    return rooms, spent


def _way(row: AddressKinds, usable: Sequence[ChannelName], spent: frozenset[ChannelName]) -> ChannelName | None:
    """By what people are told: whom nothing else reaches, by a channel whose budget is spent all the same."""
    return first_channel(row, [c for c in usable if c not in spent]) or first_channel(row, usable)


def _need(row: AddressKinds, channel: ChannelName, parts: Mapping[str, int]) -> int:
    return row.people * (parts["en" if row.language == "en" else "zh-CN"] if channel == "sms" else 1)


def leaves_out(found: AudiencePreview) -> bool:
    """Whether the budget does not do, and somebody would hear nothing for that."""
    return found.sms_left is not None and found.sms > found.sms_left and found.sms_alone > 0


def _fen(sms: int, price: float | None) -> int | None:
    return None if price is None else round(sms * price * 100)
