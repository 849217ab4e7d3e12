"""The vault: no grant, no read; no log, no read; no key, no text (DESIGN 4, 7)."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from cryptography.exceptions import InvalidTag

from api.core import audit, db
from api.core.access import Role
from api.core.clock import FixedClock
from api.core.errors import Misconfigured, NotFound, StepUpNeeded
from api.core.keystore import KeyStore, SqliteKeys, open_keystore, org_subject
from api.core.sealing import Ring
from api.core.services import Services
from api.core.vault import Erased, Grant
from tests.core.units_of_work import acting, owner
from tests.servers import Cluster, Database

SCHOOL, OTHER = 1, 2
SECRET = "他昨天哭了，说不想回家。"
HOUR = timedelta(hours=1)


async def write(services: Services, *readers: UUID, students: tuple[UUID, ...] = (), until: timedelta = HOUR) -> UUID:
    """A sealed record that these may open."""
    grants = [Grant(account_id=r, purpose="counsellor", until=services.clock.now() + until) for r in readers]
    async with acting(services, SCHOOL, uuid4(), Role.COUNSELLOR) as uow:
        return await services.vault.seal(uow, "booking_note", SECRET, students, grants)


async def read(services: Services, reader: UUID, record_id: UUID, org_id: int = SCHOOL, assurance: int = 2) -> str:
    """What this reader is told."""
    async with acting(services, org_id, reader, Role.STAFF, assurance=assurance) as uow:
        return await services.vault.open(uow, record_id)


async def looks(services: Services, record_id: UUID) -> list[UUID]:
    """Who has opened the record."""
    async with db.transaction(services.pool, SCHOOL) as conn:
        rows = await conn.fetch(
            "select account_id from audit_accesses where org_id = $1 and record_id = $2", SCHOOL, record_id
        )
        assert await audit.verify(conn, services.sealer, SCHOOL) is None
    return [r["account_id"] for r in rows]


async def test_who_has_a_grant_reads_and_leaves_a_look(services: Services) -> None:
    reader, student = uuid4(), uuid4()
    record = await write(services, reader, students=(student,))
    assert await read(services, reader, record) == SECRET
    assert await looks(services, record) == [reader]


async def test_who_has_none_learns_not_even_that_it_exists(services: Services) -> None:
    reader = uuid4()
    record = await write(services, reader)
    for who, what, org_id in ((uuid4(), record, SCHOOL), (reader, uuid4(), SCHOOL), (reader, record, OTHER)):
        with pytest.raises(NotFound):
            await read(services, who, what, org_id)
    assert await looks(services, record) == []


async def test_a_grant_runs_out_and_is_taken_back(services: Services, clock: FixedClock) -> None:
    brief, lasting = uuid4(), uuid4()
    record = await write(services, brief)
    async with acting(services, SCHOOL, brief) as uow:
        grant = Grant(account_id=lasting, purpose="custodian", until=clock.now() + 3 * HOUR)
        await services.vault.grant(uow, record, [grant])
    clock.advance(HOUR)
    with pytest.raises(NotFound):
        await read(services, brief, record)
    assert await read(services, lasting, record) == SECRET
    async with acting(services, SCHOOL, brief) as uow:
        await services.vault.end_grants(uow, record, lasting)
    with pytest.raises(NotFound):
        await read(services, lasting, record)


@pytest.mark.parametrize(
    "change",
    [
        "until = until + interval '1 day'",
        "account_id = '00000000-0000-0000-0000-00000000002a'",
        "purpose = 'custodian'",
        "granted_by = account_id",
        "seal = decode(repeat('2a', 32), 'hex')",
    ],
)
async def test_a_grant_that_somebody_changed_opens_nothing(services: Services, database: Database, change: str) -> None:
    reader = uuid4()
    record, other = await write(services, reader), await write(services, reader)
    async with owner(database) as conn:
        await conn.execute(f"update grants set {change} where record_id = $1", record)
    for who in (reader, UUID(int=42)):
        with pytest.raises(NotFound):
            await read(services, who, record)
    assert await read(services, reader, other) == SECRET


async def test_a_grant_taken_back_is_not_made_good_by_its_end(
    services: Services, database: Database, clock: FixedClock
) -> None:
    one, two = uuid4(), uuid4()
    record = await write(services, one, two)
    async with acting(services, SCHOOL, uuid4()) as uow:
        await services.vault.end_grants(uow, record, one)
        await services.vault.end_all(uow, [record])
    async with owner(database) as conn:
        await conn.execute("update grants set until = $1 where record_id = $2", clock.now() + HOUR, record)
    for who in (one, two):
        with pytest.raises(NotFound):
            await read(services, who, record)


async def test_what_a_planted_grant_stands_before_still_opens(services: Services, database: Database) -> None:
    reader = uuid4()
    record = await write(services, reader)
    plant = (
        "insert into grants (org_id, record_id, account_id, purpose, granted_by, granted_at, until, seal)"
        " values ($1, $2, $3, 'owner', $3, $4, $5, decode(repeat('2a', 32), 'hex'))"
    )
    async with owner(database) as conn:
        await conn.execute(plant, SCHOOL, record, reader, services.clock.now(), services.clock.now() + 99 * HOUR)
    assert await read(services, reader, record) == SECRET


async def test_staff_need_their_second_factor(services: Services) -> None:
    reader = uuid4()
    record = await write(services, reader)
    with pytest.raises(StepUpNeeded):
        await read(services, reader, record, assurance=1)


async def test_where_no_look_can_be_written_nothing_is_read(services: Services, database: Database) -> None:
    reader = uuid4()
    record = await write(services, reader)
    async with owner(database) as conn:
        await conn.execute("revoke insert on audit_accesses from xinqiao_app")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await read(services, reader, record)
    finally:
        async with owner(database) as conn:
            await conn.execute("grant insert on audit_accesses to xinqiao_app")


async def test_a_read_that_is_rolled_back_gave_nothing_and_logged_nothing(services: Services) -> None:
    reader = uuid4()
    record = await write(services, reader)

    async def read_and_fail() -> None:
        async with acting(services, SCHOOL, reader) as uow:
            await services.vault.open(uow, record)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await read_and_fail()
    assert await looks(services, record) == []


async def test_the_whole_database_without_keys_tells_nothing(services: Services, database: Database) -> None:
    """DESIGN 7: a full dump without the key store. Also a fresh key store opens nothing."""
    reader, student = uuid4(), uuid4()
    record = await write(services, reader, students=(student,))
    async with owner(database) as conn:
        tables = await conn.fetch("select format('%I', tablename) as name from pg_tables where schemaname = 'public'")
        dump = "".join([str(await conn.fetch(f"select * from {t['name']}")) for t in tables])
    assert str(record) in dump
    assert SECRET not in dump
    assert repr(SECRET.encode())[2:-1] not in dump  # as bytes are written in such a dump


async def test_a_destroyed_key_erases_the_record_in_every_backup(services: Services) -> None:
    reader, student = uuid4(), uuid4()
    record = await write(services, reader, students=(student,))
    assert await services.vault.keys.destroy(student)
    with pytest.raises(Erased):
        await read(services, reader, record)


async def test_a_record_of_two_students_lives_while_one_key_does(services: Services) -> None:
    reader, ann, bob = uuid4(), uuid4(), uuid4()
    record = await write(services, reader, students=(ann, bob))
    await services.vault.keys.destroy(ann)
    assert await read(services, reader, record) == SECRET
    await services.vault.keys.destroy(bob)
    with pytest.raises(Erased):
        await read(services, reader, record)


async def test_text_moved_to_another_row_does_not_open(services: Services, database: Database) -> None:
    """AAD: write access to the database is not enough to show one record in another's place."""
    reader, student = uuid4(), uuid4()
    mine, theirs = (
        await write(services, reader, students=(student,)),
        await write(services, uuid4(), students=(student,)),
    )
    async with owner(database) as conn:
        await conn.execute("set row_security = off")
        for table, column in (("vault_records", "sealed"), ("vault_keys", "wrapped")):
            await conn.execute(
                f"update {table} set {column} = (select {column} from {table} where record_id = $2) where record_id = $1",
                *(mine, theirs),
            )
    with pytest.raises(InvalidTag):
        await read(services, reader, mine)


async def test_ordinary_fields_are_bound_to_their_place(services: Services) -> None:
    sealed = await services.vault.seal_fields(SCHOOL, {"students|1|address": b"Jiankang Road 5"})
    assert await services.vault.open_fields(SCHOOL, sealed) == {"students|1|address": b"Jiankang Road 5"}
    with pytest.raises(InvalidTag):
        await services.vault.open_fields(SCHOOL, {"students|2|address": sealed["students|1|address"]})


@pytest.fixture(params=["a file", "a second PostgreSQL"])
async def keys(request: pytest.FixtureRequest, cluster: Cluster, tmp_path: Path) -> AsyncGenerator[KeyStore]:
    """The key store of one host, and that of several."""
    other = cluster.empty()
    url = other.owner_url if request.param != "a file" else None
    keys = await open_keystore(url, tmp_path, b"m" * 32)
    yield keys
    await keys.close()
    cluster.drop(other)


async def test_keys_are_made_once_and_destroyed_for_good(keys: KeyStore) -> None:
    ann, bob = uuid4(), uuid4()
    made = await keys.get_or_make([ann, bob])
    assert await keys.get_or_make([bob, ann]) == made == await keys.get([ann, bob, uuid4()])
    assert made[ann] != made[bob]
    assert await keys.destroy(ann)
    assert not await keys.destroy(ann)
    assert await keys.get([ann]) == {}


async def test_the_file_tells_nothing_without_the_master_key(tmp_path: Path) -> None:
    keys = SqliteKeys(tmp_path / "keys.sqlite", Ring("key store", b"m" * 32))
    (key,) = (await keys.get_or_make([org_subject(1)])).values()
    await keys.close()
    content = (tmp_path / "keys.sqlite").read_bytes()
    assert key not in content
    assert (tmp_path / "keys.sqlite").stat().st_mode & 0o77 == 0
    stranger = SqliteKeys(tmp_path / "keys.sqlite", Ring("key store", b"x" * 32))
    with pytest.raises(InvalidTag):
        await stranger.get([org_subject(1)])
    await stranger.close()


async def test_a_destroyed_key_is_not_in_the_files_free_pages(tmp_path: Path) -> None:
    path, ann = tmp_path / "keys.sqlite", uuid4()
    keys = SqliteKeys(path, Ring("key store", b"m" * 32))
    await keys.get_or_make([ann])
    assert ann.bytes in path.read_bytes()
    await keys.destroy(ann)
    await keys.close()
    assert ann.bytes not in path.read_bytes()


async def test_a_key_store_out_of_reach_says_so(tmp_path: Path) -> None:
    for url in ("postgresql://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path}"):
        with pytest.raises(Misconfigured, match="key store"):
            await open_keystore(url, tmp_path, b"m" * 32)
