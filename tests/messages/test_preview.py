"""Which channel a person of an audience would be told by, and what SMS cost: rules alone."""

from datetime import UTC, datetime, time
from itertools import product
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from api.messages import rules as messages_rules
from api.messages.preview import rules
from schemas.messages.preview import AddressKinds, ReachedPeople
from schemas.messages.rows import ChannelName, Contact, OrgChannels, OwnLink

ALL: frozenset[ChannelName] = frozenset(messages_rules.CHANNELS)
ORG = OrgChannels(
    time_zone="Asia/Shanghai", channels=["webpush", "fcm", "mail", "sms"], fcm_enabled=True, webpush_enabled=True
)
PARTS = {"zh-CN": 1, "en": 2}


def kinds(
    *of: str, people: int = 1, channels: tuple[str, ...] = ("push", "sms", "mail"), language: str = "zh-CN"
) -> AddressKinds:
    return AddressKinds(language=language, channels=list(channels), kinds=list(of), people=people)


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", 1), ("字" * 70, 1), ("字" * 71, 2), ("字" * 134, 2), ("字" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2)],
)
def test_an_sms_of_seventy_units_is_one_and_an_emoji_is_two_units(text: str, parts: int) -> None:
    assert rules.sms_parts(text) == parts


def test_people_count_by_their_first_channel_and_the_rest_as_unreached() -> None:
    reached = ReachedPeople(people=[UUID(int=n) for n in range(20)], students=9)
    of = [
        kinds("fcm", "webpush", "phone", people=5),
        kinds("phone", people=3),
        kinds("phone", people=2, language="en"),
        kinds("phone", "mail", people=4),
        kinds("phone", people=1, channels=("push",)),
    ]
    found = rules.preview(reached, of, ORG, ALL, PARTS, 0.045, {"sms": 12})
    assert {c.channel: c.people for c in found.channels} == {"webpush": 5, "fcm": 0, "mail": 4, "sms": 5}
    assert (found.people, found.unreached) == (20, 6), "one wants no SMS, five have no account"
    assert (found.sms, found.sms_fen) == (3 + 2 * 2, 32)
    assert (found.sms_alone, found.sms_left) == (5, 12), "four have mail as well"
    assert (found.sms_most, found.sms_most_fen) == (5 + 3 + 2 * 2 + 4, 72), "also those who have another channel first"
    assert rules.preview(reached, of, ORG, ALL, PARTS, None, {}).sms_fen is None


def test_people_of_a_channel_without_room_count_for_their_next_one() -> None:
    org = OrgChannels(
        time_zone="Asia/Shanghai", channels=["wecom", "mail", "sms"], fcm_enabled=False, webpush_enabled=False
    )
    of = [kinds("wecom", "mail", "phone", people=4), kinds("wecom", people=2), kinds("mail", "phone", people=3)]
    reached = ReachedPeople(people=[UUID(int=n) for n in range(9)], students=9)
    fits = rules.preview(reached, of, org, ALL, PARTS, None, {"wecom": 6, "mail": 3})
    assert {c.channel: c.people for c in fits.channels} == {"wecom": 6, "mail": 3, "sms": 0}
    moved = rules.preview(reached, of, org, ALL, PARTS, None, {"wecom": 5, "mail": 7})
    assert {c.channel: c.people for c in moved.channels} == {"wecom": 2, "mail": 7, "sms": 0}
    again = rules.preview(reached, of, org, ALL, PARTS, None, {"wecom": 5, "mail": 6, "sms": 7})
    assert {c.channel: c.people for c in again.channels} == {"wecom": 2, "mail": 0, "sms": 7}
    assert [(room.channel, room.need, room.left) for room in again.rooms] == [
        ("wecom", 6, 5),
        ("mail", 7, 6),
        ("sms", 7, 7),
    ]
    assert (again.sms, again.unreached) == (7, 0)


@pytest.mark.parametrize(
    "order",
    [
        ["wecom", "sms"],
        ["wechat", "wecom", "sms"],
        ["push", "sms", "wecom", "mail"],
        ["sms", "fcm"],
        ["mail", "webpush", "sms"],
    ],
)
@pytest.mark.parametrize("fcm_enabled", [True, False])
def test_the_preview_agrees_with_the_sending(order: list[str], *, fcm_enabled: bool) -> None:
    org = OrgChannels(time_zone="Asia/Shanghai", channels=order, fcm_enabled=fcm_enabled, webpush_enabled=True)
    now, zone = datetime(2026, 11, 27, 4, tzinfo=UTC), ZoneInfo(org.time_zone)
    usable = messages_rules.ordered(org, ALL)
    link = OwnLink(account_id=uuid4(), user_id="mum", phone_mark=b"")
    for phone, mail, linked, device, chosen in product(
        (b"1", None),
        (b"2", None),
        (link, None),
        ("fcm", "webpush", None),
        ([], ["push"], ["sms", "mail"], ["push", "sms", "mail"]),
    ):
        contact = Contact(
            account_id=uuid4(),
            language="zh-CN",
            quiet_from=time(0),
            quiet_to=time(0),
            channels=chosen,
            plain_titles=False,
            sign_outs=0,
            email_sealed=mail,
            email_proved=False,
            phone_sealed=phone,
            device_ids=[uuid4()] if device else [],
            device_kinds=[device] if device else [],
            device_addresses=[b"3"] if device else [],
            wecom=linked,
        )
        have = [kind for kind, has in (("phone", phone), ("mail", mail), (device, device)) if has and kind]
        have += ["wecom"] if linked and phone else []
        sent = messages_rules.choose_channels(contact, org, "normal", now, zone, ALL).channels
        assert rules.first_channel(kinds(*have, channels=tuple(chosen)), usable) == (sent[0] if sent else None)
