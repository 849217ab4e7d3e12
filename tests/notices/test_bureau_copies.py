"""Copies of a bureau's files at its schools: made once, also for a school that joins late, and without reading what is there."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from api.core.db import ReadConn
from api.notices.bureau import carrying
from api.notices.bureau import file_queries as queries
from api.notices.bureau.file_queries import BureauPart
from tests.counselling.desk import ok
from tests.notices.bureau import Bureau
from tests.notices.office import HOUR
from tests.notices.test_bureau_corrections import correct, decide
from tests.notices.test_bureau_files import fetch, held, upload
from tests.notices.test_files import PDF


async def test_a_school_that_joins_later_gets_the_files(bureau: Bureau, clock: FixedClock) -> None:
    world, who = bureau.world, bureau.world.people
    move = "update orgs set parent_org_id = $2 where org_id = $1"
    await world.operate(world.bureau, move, world.south, None)
    file = await upload(bureau, bureau.ou)
    sent = await bureau.sent(fileIds=[file])
    assert await held(bureau, world.south, file) is None
    await world.operate(world.bureau, move, world.south, world.bureau)
    clock.advance(HOUR)
    await bureau.office.work()
    assert (await fetch(bureau, who.lei_father, sent, file, world.south)).content == PDF


async def test_the_bureaus_bytes_are_read_once_for_each_school(
    bureau: Bureau, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = queries.list_parts, list[Sequence[UUID]]()

    async def spied(conn: ReadConn, org_id: int, notice_id: UUID, file_ids: Sequence[UUID]) -> list[BureauPart]:
        asked.append(file_ids)
        return await real(conn, org_id, notice_id, file_ids)

    monkeypatch.setattr(queries, "list_parts", spied)
    old, new = await upload(bureau, bureau.ou), await upload(bureau, bureau.ou, PDF + b"%%EOF\n")
    sent = await bureau.sent(fileIds=[old])
    assert asked == [[UUID(old)]] * 2
    clock.advance(carrying.COUNT_EVERY)
    await bureau.office.work()
    assert len(asked) == 2, "counting again reads no bytes"
    await ok(await correct(bureau, bureau.ou, sent, fileIds=[old, new]))
    digest = (await bureau.get(sent))["correction"]["digest"]
    await ok(await decide(bureau, bureau.second, sent, "approve", digest))
    await bureau.office.work()
    assert asked[2:] == [[UUID(new)]] * 2, "what the correction keeps is there"
