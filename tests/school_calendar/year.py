"""Entries of a school calendar, made over HTTP."""

from typing import Any

from tests.counselling.desk import ok
from tests.world import Person, World

BREAK = {"kind": "closed", "firstDay": "2026-12-21", "lastDay": "2026-12-23", "name": "校庆放假"}


async def add(world: World, org_id: int, by: Person, *entries: dict[str, Any]) -> Any:
    """Entries that must be accepted."""
    path = f"/orgs/{org_id}/school-calendar/entries"
    return await ok(await world.client(by).post(path, json={"entries": [*entries]}), 201)


def closed(first: str, last: str | None = None, name: str = "放假") -> dict[str, Any]:
    """An entry that closes days."""
    return {"kind": "closed", "firstDay": first, "lastDay": last or first, "name": name}


def workday(day: str, follows: int | None = None, name: str = "补课") -> dict[str, Any]:
    """A make-up workday."""
    more = {"followsWeekday": follows} if follows else {}
    return {"kind": "workday", "firstDay": day, "lastDay": day, "name": name, **more}


def term(first: str, last: str, name: str = "第一学期") -> dict[str, Any]:
    """A term."""
    return {"kind": "term", "firstDay": first, "lastDay": last, "name": name}
