"""Claims: nobody's time is taken twice, also by simultaneous requests of several organisations."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import asyncpg
import pytest

from api.core import claims, db
from api.core.claims import Span
from api.core.errors import TimeTaken
from tests.conftest import NOON
from tests.core.units_of_work import owner
from tests.servers import Cluster, Database

HOUR = timedelta(hours=1)
ONE, TWO = 1, 2


def span(subject_id: UUID, start: datetime = NOON, length: timedelta = HOUR) -> Span:
    return Span(subject_id=subject_id, starts_at=start, ends_at=start + length)


async def take(pool: db.Pool, org_id: int, *spans: Span, now: datetime = NOON, hold: datetime | None = None) -> UUID:
    claim_id = uuid4()
    async with db.transaction(pool, org_id) as conn:
        await claims.take(conn, claim_id, "counselling", spans, now, hold)
    return claim_id


async def move(pool: db.Pool, claim_id: UUID, spans: list[Span], old: list[UUID]) -> None:
    async with db.transaction(pool, ONE) as conn:
        await claims.move(conn, claim_id, "counselling", spans, old, NOON)


async def release(pool: db.Pool, claim_id: UUID, subjects: list[UUID], org_id: int = ONE) -> int:
    async with db.transaction(pool, org_id) as conn:
        return await claims.release(conn, claim_id, subjects)


async def busy(pool: db.Pool, *subjects: UUID, now: datetime = NOON) -> list[tuple[UUID, datetime, datetime]]:
    async with db.transaction(pool, TWO) as conn:
        rows = await claims.busy(conn, subjects, NOON - 10 * HOUR, NOON + 10 * HOUR, now)
    return [(row.subject_id, row.starts_at, row.ends_at) for row in rows]


async def outcomes(pool: db.Pool, asked: list[list[Span]]) -> Counter[str]:
    """What comes of all these wishes at once, from two organisations in turn."""
    tries = [take(pool, ONE + n % 2, *spans) for n, spans in enumerate(asked)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    return Counter(type(a).__name__ if isinstance(a, BaseException) else "taken" for a in answers)


async def test_five_hundred_ask_for_one_span_in_two_organisations(pool: db.Pool) -> None:
    counsellor = uuid4()
    assert await outcomes(pool, [[span(counsellor)]] * 500) == {"taken": 1, "TimeTaken": 499}
    assert await busy(pool, counsellor) == [(counsellor, NOON, NOON + HOUR)]


async def test_wishes_that_overlap_crosswise_never_deadlock(pool: db.Pool) -> None:
    """Two people, spans that overlap in part, asked for in either order: without the sorted locks these deadlock."""
    ann, bob = uuid4(), uuid4()
    asked = [[span(p, NOON + n * HOUR / 8) for p in ((ann, bob), (bob, ann))[n % 2]] for n in range(16)] * 12
    seen = await outcomes(pool, asked)
    assert set(seen) == {"taken", "TimeTaken"}
    taken = await busy(pool, ann)
    assert len(taken) == seen["taken"] == len(await busy(pool, bob))
    assert all(a[2] <= b[1] for a, b in pairwise(taken))


async def test_all_or_none(pool: db.Pool) -> None:
    counsellor, first, second = uuid4(), uuid4(), uuid4()
    await take(pool, ONE, span(counsellor))
    with pytest.raises(TimeTaken):
        await take(pool, TWO, span(first), span(counsellor), span(second))
    assert await busy(pool, first, second) == []


async def test_one_may_begin_where_another_ends(pool: db.Pool) -> None:
    room = uuid4()
    await take(pool, ONE, span(room))
    await take(pool, TWO, span(room, NOON + HOUR))
    await take(pool, ONE, span(room, NOON - HOUR))
    with pytest.raises(TimeTaken):
        await take(pool, ONE, span(room, NOON + HOUR - timedelta(seconds=1)))


async def test_a_move_keeps_the_old_time_until_the_new_is_sure(pool: db.Pool) -> None:
    counsellor = uuid4()
    claim = await take(pool, ONE, span(counsellor))
    await take(pool, TWO, span(counsellor, NOON + 2 * HOUR))
    with pytest.raises(TimeTaken):
        await move(pool, claim, [span(counsellor, NOON + 2 * HOUR)], [counsellor])
    assert (counsellor, NOON, NOON + HOUR) in await busy(pool, counsellor)
    await move(pool, claim, [span(counsellor, NOON + HOUR / 2)], [counsellor])  # may overlap its own old time
    assert (await busy(pool, counsellor))[0] == (counsellor, NOON + HOUR / 2, NOON + HOUR * 1.5)


async def test_a_move_to_another_person_frees_the_first(pool: db.Pool) -> None:
    lin, zhao = uuid4(), uuid4()
    claim = await take(pool, ONE, span(lin))
    await move(pool, claim, [span(zhao)], [lin])
    assert await busy(pool, lin, zhao) == [(zhao, NOON, NOON + HOUR)]


async def test_time_is_given_back_once_and_only_by_whose_it_is(pool: db.Pool) -> None:
    room = uuid4()
    claim = await take(pool, ONE, span(room))
    assert await release(pool, claim, [room], TWO) == 0
    assert await release(pool, claim, [room]) == 1
    assert await release(pool, claim, [room]) == 0
    await take(pool, TWO, span(room))


async def test_a_hold_gives_way_once_it_has_run_out(pool: db.Pool) -> None:
    room, until = uuid4(), NOON + timedelta(minutes=10)
    await take(pool, ONE, span(room), hold=until)
    with pytest.raises(TimeTaken):
        await take(pool, TWO, span(room), now=until - timedelta(seconds=1))
    assert await busy(pool, room, now=until - timedelta(seconds=1)) != []
    assert await busy(pool, room, now=until) == []
    await take(pool, TWO, span(room), now=until)
    assert await busy(pool, room, now=until) == [(room, NOON, NOON + HOUR)]


async def test_a_private_time_is_another_subject(pool: db.Pool) -> None:
    student = uuid4()
    assert claims.private(student) == claims.private(student) not in {student, claims.private(uuid4())}


async def test_the_app_sees_that_time_is_taken_never_by_what(pool: db.Pool) -> None:
    await take(pool, ONE, span(uuid4()))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(pool, ONE) as conn:
            await conn.fetch("select org_id, source from claims")
    assert set(claims.BusySpan.__struct_fields__) == {"subject_id", "starts_at", "ends_at"}


async def test_outside_an_organisation_nothing_is_taken(pool: db.Pool) -> None:
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await claims.take(conn, uuid4(), "counselling", [span(uuid4())], NOON)


@pytest.fixture
def unguarded(cluster: Cluster) -> Generator[Database]:
    """A database of its own, since the canary breaks it."""
    database = cluster.fresh()
    yield database
    cluster.drop(database)


@pytest.fixture
async def open_pool(unguarded: Database) -> AsyncGenerator[db.Pool]:
    """Connections to a database whose constraint is off."""
    async with owner(unguarded) as conn:
        await conn.execute("alter table claims drop constraint claims_no_overlap")
    pool = await db.pool(unguarded.app_url, size=20)
    yield pool
    await pool.close()


async def test_canary_with_the_constraint_off_the_race_is_real(open_pool: db.Pool) -> None:
    """Twenty who look first and then take, as booking pages do: the looking alone stops nobody."""
    counsellor = uuid4()
    all_have_looked = asyncio.Barrier(20)

    async def look_and_take() -> str:
        async with db.transaction(open_pool, ONE) as conn:
            if await claims.busy(conn, [counsellor], NOON, NOON + HOUR, NOON):
                return "refused"
            await all_have_looked.wait()
            await claims.take(conn, uuid4(), "counselling", [span(counsellor)], NOON)
            return "taken"

    answers = await asyncio.gather(*(look_and_take() for _ in range(20)))
    assert answers.count("taken") == len(await busy(open_pool, counsellor)) == 20


async def test_unsorted_subjects_are_refused(pool: db.Pool) -> None:
    """Locks in another order would deadlock, so a caller that forgot to sort hears of it at once."""
    spans = sorted((span(uuid4()), span(uuid4())), reverse=True)
    async with db.transaction(pool, ONE) as conn:
        subjects, starts, ends = ([getattr(s, name) for s in spans] for name in ("subject_id", "starts_at", "ends_at"))
        with pytest.raises(asyncpg.InvalidParameterValueError):
            await conn.fetch(claims.SELECT_TAKE, uuid4(), "counselling", subjects, starts, ends, NOON, None)
