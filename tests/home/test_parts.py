"""What features add to the first screen: read for whom it concerns, in one statement, and named once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import pytest

from api.core.access import Action, Actor, Role, Scope
from api.core.db import Reader
from api.core.feature import Duplicate, Feature, Registry
from api.core.first_screen import HomePart, OrgFields, Probe, ScreenFields, everybody
from api.core.services import Services
from api.core.together import read_together
from api.core.unit_of_work import Reading, reading
from api.home import service
from api.home.service import Asked
from api.home.shape import compose
from schemas.home.wire import Need
from tests.actors import actor
from tests.citus import one_database
from tests.world import World


class Flags(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`flagsHere`: a number of the organisation."""

    flags_here: int


class AllFlags(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`flagsSum`: of all organisations."""

    flags_sum: int


async def count(uow: Reading) -> int:
    """A part that reads twice, which is still one statement."""
    one, two = await read_together(
        uow, lambda own: own.conn.fetchval("select 1"), lambda own: own.conn.fetchval("select 2")
    )
    return one + two


def here(found: int) -> Flags:
    """The fields of an organisation."""
    return Flags(flags_here=found)


def all_of(found: Sequence[int]) -> AllFlags:
    """The fields of the screen."""
    return AllFlags(flags_sum=sum(found))


def needs(found: int) -> list[Need]:
    """What waits."""
    return [Need(kind="flag", org_id=found, resource_id=None, name=None, student_id=None)]


def counsels(asked: Actor) -> bool:
    """Not the leader who asks."""
    return Role.COUNSELLOR in asked.roles


def part(**how: Any) -> HomePart[int]:
    """A part of a feature that does not exist."""
    fields: dict[str, Any] = {
        "read": count,
        "nothing": 0,
        "asked": everybody,
        "org": OrgFields(shape=Flags, of=here),
        "screen": ScreenFields(shape=AllFlags, of=all_of),
        "needs": needs,
    }
    return HomePart(**fields | how)


@dataclass
class Reads:
    """What was sent, statement by statement."""

    sent: list[str]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Counts statements that are read inside organisations."""
    found, send = Reads(sent=[]), Reader._send  # pyright: ignore[reportPrivateUsage]

    async def counted(self: Reader, query: str, args: tuple[object, ...]) -> object:
        found.sent.append(query)
        return await send(self, query, args)

    monkeypatch.setattr(Reader, "_send", counted)
    return found


async def screen(services: Services, world: World, *parts: HomePart[Any]) -> dict[str, Any]:
    """The first screen of north's leader as JSON, with these parts alone."""
    me = actor(world, world.people.gao, world.north)

    async def identify(_: object) -> Actor:
        return me

    shape = compose(parts)
    async with reading(services, world.north, me.account_id, identify, world.now) as uow:
        share = await service.get_share(uow, shape)
    who = Asked(
        account_id=UUID(int=1),
        language="en",
        assurance=2,
        has_secret=True,
        has_totp=True,
        passkeys=0,
        recent_resets=0,
        closed_until=None,
        number_closed_until=None,
    )
    return msgspec.to_builtins(service.combine(shape, who, {world.north: share, world.south: share}))


@one_database("counts round trips; a cluster is asked one part after the other (decision 0045)")
async def test_a_part_adds_fields_and_needs_and_no_round_trip(services: Services, world: World, reads: Reads) -> None:
    found = await screen(services, world, part())
    assert [org["flagsHere"] for org in found["orgs"]] == [3, 3]
    assert found["flagsSum"] == 6
    assert [(need["kind"], need["orgId"]) for need in found["needs"]] == [("flag", 3), ("flag", 3)]
    assert len(reads.sent) == 1


async def test_a_part_that_does_not_concern_somebody_is_not_read(
    services: Services, world: World, reads: Reads
) -> None:
    found = await screen(services, world, part(asked=counsels, needs=None))
    assert ([org["flagsHere"] for org in found["orgs"]], found["flagsSum"], found["needs"]) == ([0, 0], 0, [])
    assert "select 1" not in reads.sent[0]


def probe(*, has: bool, of: frozenset[Scope] = frozenset({Scope.SELF})) -> Probe:
    """A question about the people of an action that gives a leader these scopes."""
    sql = (
        "select exists (select from orgs where org_id = $1)" if has else "select exists (select from orgs where false)"
    )
    return Probe(sql=sql, actions=tuple(Action(f"flag_{scope}", {Role.LEADER: scope}) for scope in of))


@one_database("counts round trips; a cluster is asked no probes")
async def test_a_part_is_read_where_its_probe_finds_something(services: Services, world: World, reads: Reads) -> None:
    assert (await screen(services, world, part(probe=probe(has=False))))["flagsSum"] == 0
    assert (len(reads.sent), "select 1" in reads.sent[0]) == (1, False)
    reads.sent.clear()
    found = await screen(services, world, part(probe=probe(has=True)))
    assert (found["flagsSum"], [need["kind"] for need in found["needs"]]) == (6, ["flag", "flag"])
    assert ["select 1" in sent for sent in reads.sent] == [False, True]


@pytest.mark.parametrize("scope", [Scope.ORG, Scope.LEAD_CLASS, Scope.TAUGHT_CLASS, Scope.OWN])
async def test_a_probe_does_not_speak_for_who_reaches_more(
    services: Services, world: World, reads: Reads, scope: Scope
) -> None:
    found = await screen(services, world, part(probe=probe(has=False, of=frozenset({Scope.SELF, scope}))))
    assert found["flagsSum"] == 6
    assert all("orgs where false" not in sent for sent in reads.sent)


@pytest.mark.parametrize("how", [{"org": None}, {"screen": None}])
def test_two_features_must_not_name_one_field(how: dict[str, Any]) -> None:
    registered = [Feature(name="one", home=(part(**how),)), Feature(name="two", home=(part(**how),))]
    with pytest.raises(Duplicate, match="first screen 'flags_"):
        Registry(registered)
