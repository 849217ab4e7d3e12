"""The bureau of both schools, which writes to their families with two officers."""

from typing import Any

import httpx

from tests.counselling.desk import ok, version
from tests.notices.office import Office
from tests.world import Person


class Bureau:
    """The bureau of both schools with its two officers: ou, who writes, and a second one."""

    def __init__(self, office: Office, second: Person) -> None:
        self.office, self.world = office, office.world
        self.ou, self.second = office.world.people.ou, second

    @property
    def base(self) -> str:
        return f"/orgs/{self.world.bureau}/bureau-notices"

    def wish(self, **more: Any) -> dict[str, Any]:
        return {
            "kind": "acknowledge",
            "titleZh": "台风停课",
            "bodyZh": "明天停课一天。",
            "places": [self.world.bureau],
            **more,
        }

    async def post(self, by: Person, notice: Any, what: str, **more: Any) -> httpx.Response:
        seen = {} if what in {"approve", "return", "recall"} else {"headers": version(notice["version"])}
        return await self.world.client(by).post(f"{self.base}/{notice['bureauNoticeId']}/{what}", **seen, **more)

    async def get(self, notice: Any, by: Person | None = None) -> Any:
        return await ok(await self.world.client(by or self.ou).get(f"{self.base}/{notice['bureauNoticeId']}"))

    async def approve(self, by: Person, notice: Any) -> httpx.Response:
        return await self.post(by, notice, "approve", json={"digest": notice["digest"]})

    async def submitted(self, **more: Any) -> Any:
        added = await ok(await self.world.client(self.ou).post(self.base, json=self.wish(**more)), 201)
        return await ok(await self.post(self.ou, added, "submit"))

    async def sent(self, **more: Any) -> Any:
        approved = await ok(await self.approve(self.second, await self.submitted(**more)))
        await self.office.work()
        return await self.get(approved)

    def at(self, notice: Any, org_id: int) -> dict[str, str]:
        """The notice as its readers at a school have it."""
        return {"noticeId": notice["bureauNoticeId"], "orgId": str(org_id)}

    async def told_back(self, officer: Person) -> int:
        """How often an officer was told that an approved notice did not leave."""
        titles = [title for title, _ in await self.office.inbox(officer)]
        return sum(title.startswith(("没有发出", "Did not leave")) for title in titles)
