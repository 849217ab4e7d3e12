"""How one page of a broadcast's people is decided: a thousand at once by channels that take them, a part of them by slow ones."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import msgspec

from api.core.db import uuid7
from api.messages.broadcasts import rules
from schemas.messages.broadcasts import Broadcast
from schemas.messages.rows import ChannelName, Contact, OrgChannels

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
ORG = OrgChannels(time_zone="Asia/Shanghai", channels=["fcm", "sms"], fcm_enabled=True, webpush_enabled=True)
NEVER = UUID(int=0)
ROW = Broadcast(
    broadcast_id=NEVER,
    key="k",
    template="something_waits",
    params=msgspec.Raw(b"{}"),
    importance="normal",
    groups=["school"],
    except_groups=[],
    parts=["guardian"],
    readers_of=None,
    replaces=None,
    routine=False,
    created_at=NOON,
    expires_at=NOON + timedelta(days=1),
    recalled_at=None,
    high=NEVER,
    upto=NEVER,
    ended_at=None,
    over=[],
)


def contact(account_id: UUID, kind: str) -> Contact:
    phone = kind == "push"
    return Contact(
        account_id=account_id,
        language="zh-CN",
        quiet_from=time(0),
        quiet_to=time(0),
        channels=["push", "sms"],
        plain_titles=False,
        sign_outs=0,
        email_sealed=None,
        email_proved=False,
        phone_sealed=b"sealed" if kind == "sms" else None,
        device_ids=[account_id] if phone else [],
        device_kinds=["fcm"] if phone else [],
        device_addresses=[b"sealed"] if phone else [],
    )


def choose(kinds: list[str]) -> tuple[list[UUID], rules.Choices]:
    people = [uuid7() for _ in kinds]
    contacts = {one: contact(one, kind) for one, kind in zip(people, kinds, strict=True) if kind != "none"}
    has: frozenset[ChannelName] = frozenset({"fcm", "sms"})
    return people, rules.choose(people, contacts, ORG, ROW, NOON, UTC, has)


def test_a_fast_channel_takes_the_whole_page() -> None:
    people, chosen = choose(["push"] * rules.PAGE)
    assert (len(chosen.now), chosen.upto, chosen.unreachable) == (rules.PAGE, None, 0)
    assert list(chosen.now) == people


def test_a_slow_channel_ends_the_page_at_its_last_person_and_counts_nobody_after() -> None:
    kinds = ["none", "sms", "push"] * rules.SLOW
    people, chosen = choose(kinds + ["none"] * 50)
    assert list(chosen.now.values()).count("sms") == rules.SLOW
    end = 3 * rules.SLOW - 2  # the person of the last SMS; the push behind it comes with the next page
    assert chosen.upto == people[end]
    assert (len(chosen.now), chosen.unreachable) == (2 * rules.SLOW - 1, rules.SLOW)


def test_a_slow_channel_that_has_just_enough_lets_the_page_end_as_usual() -> None:
    _, chosen = choose(["sms"] * rules.SLOW)
    assert (len(chosen.now), chosen.upto) == (rules.SLOW, None)
    assert choose([])[1].upto is None
