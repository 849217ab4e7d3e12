"""The bench's own parts: rows judge rightly, the proxy counts turns, the meter sees ended children, and the limits run."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from tests.bench import __main__ as bench
from tests.bench import evening, limits, pgbench
from tests.bench.cpu import Meter
from tests.bench.proxy import proxy
from tests.bench.row import Row, Sample, interleave
from tests.servers import Cluster, Database


@pytest.mark.parametrize(
    ("row", "met", "ratio"),
    [
        (Row(id="x", what="x", limit=100, ours=50, goal=0.5), True, 0.5),
        (Row(id="x", what="x", limit=100, ours=49, goal=0.5), False, 0.49),
        (Row(id="x", what="x", limit=100, ours=250, goal=2.5, at_most=True), True, 2.5),
        (Row(id="x", what="x", limit=100, ours=251, goal=2.5, at_most=True), False, 2.51),
        (Row(id="x", what="x", limit=200, ours=500, goal=0.4, kind="saving"), True, 0.4),
        (Row(id="x", what="x", limit=200, ours=501, goal=0.4, kind="saving"), False, 200 / 501),
        (Row(id="x", what="x", ours=51, goal=50, kind="value", at_most=True), False, None),
        (Row(id="x", what="x", goal=1, note="not built yet"), None, None),
    ],
)
def test_a_row_says_whether_its_goal_is_met(row: Row, met: bool | None, ratio: float | None) -> None:
    assert (row.met, row.ratio) == (met, ratio)
    assert ("met" in row.line(), "missed" in row.line()) == (met is True, met is False)


async def test_the_first_slice_of_each_side_is_a_warm_up() -> None:
    called: list[str] = []

    async def slow() -> Sample:
        called.append("slow")
        return Sample(figure=1000 if len(called) <= 2 else 2)

    async def fast() -> Sample:
        called.append("fast")
        return Sample(figure=1000 if len(called) <= 2 else 9)

    assert [s.figure for s in await interleave(slow, fast, slices=1)] == [2, 9]
    assert called == ["slow", "fast"] * 2


def test_the_meter_counts_a_child_that_has_ended() -> None:
    meter = Meter(us=os.getpid())
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", busy], check=True)
    assert meter.micros(1)["us"] >= 280_000


async def test_the_proxy_counts_a_flush_as_one_turn(database: Database) -> None:
    real = Path(parse_qs(urlsplit(database.app_url).query)["host"][0])
    with tempfile.TemporaryDirectory() as folder:
        async with proxy(real, Path(folder)) as wire:
            conn = await asyncpg.connect(urlsplit(database.app_url)._replace(query=f"host={folder}").geturl())
            before = wire.turns
            await conn.execute("begin; select 1; commit")
            assert wire.turns - before == 1
            for _ in range(3):
                await conn.execute("select 1")
            assert wire.turns - before == 4
            await conn.execute(f"select 1 /* {'more than one read can hold ' * 100_000} */")
            assert wire.turns - before == 5
            await conn.close()


async def test_the_limits_of_a_booking_run(database: Database, cluster: Cluster) -> None:
    cluster.servers.superuser(limits.TABLES.read_text(), database.name)
    for script in (limits.ONE_ROW, limits.TEN_ROWS):
        done = await pgbench.run(database.app_url, script, 1, 1, "-c app.org_id=7")
        assert done.transactions
        assert done.rate


@pytest.mark.parametrize("script", [limits.ONE_ROW, limits.TEN_ROWS])
def test_a_limit_holds_nothing_of_the_product(script: Path) -> None:
    written = re.findall(r"(?:insert into|update|from) ([a-z_.]+)", script.read_text())
    assert {name for name in written if not name.startswith("limits.")} <= {"given"}


def test_each_bench_has_a_name_of_performance() -> None:
    assert {"B1", "B2", "R1", "R1c", "S1", "V1", "C1"} <= set(bench.BENCHES)


def test_the_cores_of_an_evening_follow_from_what_was_measured() -> None:
    screen = Row(id="R1b", what="first screen", limit=300, ours=1000, goal=0.3, kind="saving")
    push = Row(id="P1", what="a push", ours=60, goal=125, kind="value", cost=100)
    assert evening.x1([screen, push]).ours == pytest.approx(3_300_000 * (100 + 0.3 * 1000) / 1e6 / 600)
    assert evening.x1([screen]).ours is None
