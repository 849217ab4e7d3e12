"""The stream of a session: who hears that something changed, who does not any more, and how it ends."""

import time
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from api.core import live
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.live import MOST_NAMED, Topic, decode
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.http import changes, streams
from api.http.streams import Stream, Streams
from api.messages import service as messages
from api.visits.visits import telling
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams
from schemas.visits.tasks import VisitChanged
from tests.http.ears import ear, ready_ear, served
from tests.jobs.city import until
from tests.servers import Cluster
from tests.visits.family import Family
from tests.world import Person, World


@pytest.fixture
async def address(config: Config, clock: FixedClock) -> AsyncGenerator[str]:
    """A server that hears what others tell."""
    async with served(config, clock) as address:
        yield address


@pytest.fixture
async def other(config: Config, clock: FixedClock) -> AsyncGenerator[str]:
    """A second one."""
    async with served(config, clock) as address:
        yield address


@pytest.fixture
async def family(world: World) -> Family:
    """Ming's."""
    return Family(world, world.north, world.people.ming, world.people.wang)


async def touch(services: Services, org_id: int, topic: Topic, *people: Person) -> None:
    """A commit that changes something for these people."""
    async with system_uow(services, org_id) as uow:
        uow.touch(topic, [person.account_id for person in people])


async def test_a_family_hears_of_a_visit_in_either_process(
    address: str, other: str, services: Services, world: World, family: Family
) -> None:
    mother, wang, jun_mother = world.people.mother, world.people.wang, world.people.jun_mother
    async with (
        ready_ear(address, mother.token) as at_home,
        ready_ear(other, wang.token) as at_school,
        ready_ear(other, jun_mother.token) as elsewhere,
    ):
        visit_id = await family.propose()
        async with system_uow(services, world.north) as uow:
            await telling.visit_changed(uow, VisitChanged(visit_id=UUID(visit_id)))
        assert await at_home.words(3) == {"inbox", "diary", "visits"}
        assert await at_school.words(2) == {"diary", "visits"}, "who proposed it is told nothing, and sees it change"
        await touch(services, world.north, "inbox", jun_mother)
        assert await elsewhere.next() == ("changed", "inbox"), "of another child's visit she heard nothing"


async def test_who_left_an_organisation_hears_nothing_of_it(address: str, services: Services, world: World) -> None:
    mother = world.people.mother
    async with ready_ear(address, mother.token) as listening:
        await touch(services, world.north, "visits", mother)
        assert await listening.next() == ("changed", "visits")
        await world.operate(
            world.north, "select membership_end($1, 'guardian', $2)", [mother.account_id], services.clock.now()
        )
        await touch(services, world.north, "diary", mother)
        await touch(services, world.south, "inbox", mother)
        assert await listening.next() == ("changed", "inbox")


async def test_a_session_that_ended_is_told_so_and_nothing_else(address: str, services: Services, world: World) -> None:
    mother = world.people.mother
    async with ready_ear(address, mother.token) as listening:
        async with world.client(mother) as client:
            assert (await client.delete("/auth/session")).status_code == 204
        await touch(services, world.north, "visits", mother)
        assert [(await listening.next())[0] for _ in range(3)] == ["ended", "over", "end"]


async def test_a_session_that_ended_is_cut_although_nothing_changes(
    address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "HEARTBEAT", 0.05)
    mother = world.people.mother
    async with ready_ear(address, mother.token) as listening:
        async with world.client(mother) as client:
            assert (await client.delete("/auth/session")).status_code == 204
        assert await listening.next() == ("ended", "")


async def test_a_session_has_one_stream_in_all_processes(
    address: str, other: str, services: Services, world: World
) -> None:
    mother = world.people.mother
    async with ready_ear(address, mother.token) as first, ready_ear(address, mother.token) as second:
        assert await first.next() == ("replaced", "")
        async with ready_ear(other, mother.token) as third:
            assert await second.next() == ("replaced", "")
            await touch(services, world.north, "diary", mother)
            assert await third.next() == ("changed", "diary")


async def test_a_server_that_ends_ends_its_streams_at_once(config: Config, clock: FixedClock, world: World) -> None:
    async with served(config, clock) as address:
        leaving = ready_ear(address, world.people.mother.token)
        listening = await leaving.__aenter__()
        began = time.monotonic()
    assert time.monotonic() - began < 8, "it waited for the stream until its grace was over"
    assert [(await listening.next())[0] for _ in range(2)] == ["over", "end"]
    await leaving.__aexit__(None, None, None)


async def test_without_valkey_streams_end_and_come_back_with_it(
    cluster: Cluster, address: str, services: Services, world: World
) -> None:
    mother = world.people.mother
    async with ready_ear(address, mother.token) as listening:
        cluster.servers.kill_valkey()
        try:
            assert [(await listening.next())[0] for _ in range(2)] == ["over", "end"]
            async with ear(address, mother.token) as none:
                assert (none.status, await none.next()) == (200, ("end", ""))
        finally:
            cluster.servers.start_valkey()
    await until(lambda: _begins(address, mother.token))


async def _begins(address: str, token: str) -> bool:
    async with ear(address, token) as listening:
        return await listening.next() == ("ready", "")


async def test_there_is_room_for_so_many(address: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST", 1)
    async with ready_ear(address, world.people.mother.token) as first:
        async with ear(address, world.people.father.token) as second:
            assert await second.next() == ("end", ""), "it says nothing, and ends"
        async with ready_ear(address, world.people.mother.token):
            assert await first.next() == ("replaced", ""), "a session's own next stream takes no room"


async def test_a_stream_that_ended_leaves_nothing_behind(world: World) -> None:
    all_streams = Streams()
    all_streams.listening = True
    mine = [all_streams.open(world.people.mother.account_id, uuid4(), None) for _ in range(3)]
    for stream in mine:
        assert stream
        all_streams.close(stream)
        all_streams.close(stream)
    assert (len(all_streams), [*all_streams._of]) == (0, [])  # pyright: ignore[reportPrivateUsage]


async def test_many_changes_are_one_word() -> None:
    stream = Stream(uuid4(), uuid4())
    for _ in range(10_000):
        stream.tell(1, "inbox")
    assert await stream.next(1) == {(1, "inbox")}
    assert await stream.next(0.01) == set()


@pytest.mark.parametrize(
    "raw", [b"", b"1", b"{}", b'{"type":"touched"}', b'{"type":"taken","session_id":"x"}', b"\xff"]
)
def test_what_is_no_hint_is_passed_over(raw: bytes) -> None:
    assert decode(raw) is None


async def test_everybody_of_an_organisation_and_nobody_else_hears_what_names_nobody(
    address: str, services: Services, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "SPREAD", 0.01)
    who = world.people
    async with ready_ear(address, who.mother.token) as mother, ready_ear(address, who.lei_father.token) as southern:
        async with system_uow(services, world.north) as uow:
            uow.touch_everybody("inbox")
        assert await mother.next() == ("changed", "inbox")
        await touch(services, world.south, "diary", who.lei_father)
        assert await southern.next() == ("changed", "diary")


async def test_a_hint_for_very_many_names_nobody(world: World) -> None:
    many = frozenset(uuid4() for _ in range(MOST_NAMED + 1))
    hint = live.touched(1, {"inbox": many, "visits": {world.people.mother.account_id}, "diary": set()}, frozenset())
    assert (hint.everybody, set(hint.topics)) == ({"inbox"}, {"visits"})
    assert len(live.encode(hint)) < 200


async def test_what_is_taken_back_leaves_open_inboxes(address: str, services: Services, world: World) -> None:
    mother, org_id = world.people.mother, world.north
    news = MessageNew(
        template="something_waits",
        people=frozenset({mother.account_id}),
        params=NoParams(),
        key="one",
        importance="normal",
        expires_at=services.clock.now() + timedelta(days=1),
    )
    async with system_uow(services, org_id) as uow:
        await messages.tell(uow, news)
    async with ready_ear(address, mother.token) as listening:
        async with system_uow(services, org_id) as uow:
            await messages.withdraw_many(uow, ["one", "none"])
        assert await listening.next() == ("changed", "inbox")
