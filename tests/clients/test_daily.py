"""How many taps and screens each daily task takes from the first screen. The table of the README says the same."""

import re

import pytest
from playwright.async_api import Browser

from api.cli.environment import ROOT
from tests.clients.daily import TASKS, begun, count
from tests.clients.site import Site

MOST = 3
"""Taps from the first screen to where a daily task is done."""
ROW = re.compile(
    r"^\| (?P<role>[^|]+) \| (?P<name>[^|]+) \| (?P<way>\d+) \| (?P<taps>\d+) \| (?P<screens>\d+) \|$", re.MULTILINE
)
TABLE = {(row["role"], row["name"]): row for row in ROW.finditer((ROOT / "README.md").read_text())}


@pytest.mark.parametrize("role", dict.fromkeys(task.role for task in TASKS))
async def test_a_daily_task_is_three_taps_away(site: Site, browser: Browser, role: str) -> None:
    for task in (one for one in TASKS if one.role == role):
        async with begun(task, site, browser) as page:
            made = await count(task, page)
        said = TABLE[role, task.name]
        assert (made.way, made.taps, made.screens) == tuple(int(said[k]) for k in ("way", "taps", "screens")), task.name
        assert made.way <= MOST, task.name


def test_the_readme_tells_no_other_tasks() -> None:
    assert set(TABLE) == {(task.role, task.name) for task in TASKS}
