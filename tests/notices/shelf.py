"""Saved audiences over HTTP, in short words."""

from typing import Any

import httpx

from tests.counselling.desk import ok, version
from tests.notices.office import Office
from tests.world import Person

SCHOOL = {"wholeSchool": True}


class Shelf:
    """The saved audiences of one organisation."""

    def __init__(self, office: Office, org_id: int | None = None) -> None:
        self.office, self.org_id = office, org_id or office.org_id

    def path(self, saved: Any = None, what: str = "") -> str:
        one = f"/{saved['audienceId']}" if saved else ""
        return f"/orgs/{self.org_id}/saved-audiences{one}{what}"

    async def try_add(self, by: Person, name: str = "合唱团", **more: Any) -> httpx.Response:
        return await self.office.world.client(by).post(self.path(), json={"name": name, **more})

    async def add(self, by: Person, name: str = "合唱团", **more: Any) -> Any:
        return await ok(await self.try_add(by, name, **more), 201)

    async def get(self, by: Person, saved: Any) -> httpx.Response:
        return await self.office.world.client(by).get(self.path(saved))

    async def set(self, by: Person, saved: Any, seen: int = 1, name: str = "合唱团", **more: Any) -> httpx.Response:
        body = {"name": name, **more}
        return await self.office.world.client(by).put(self.path(saved), json=body, headers=version(seen))

    async def remove(self, by: Person, saved: Any, seen: int = 1) -> httpx.Response:
        return await self.office.world.client(by).post(self.path(saved, "/remove"), headers=version(seen))

    async def list(self, by: Person) -> list[tuple[str, bool, bool, bool]]:
        found = await ok(await self.office.world.client(by).get(self.path()))
        return [(line["name"], line["shared"], line["canChange"], line["usable"]) for line in found]

    def classes(self, *ids: Any, **more: Any) -> dict[str, Any]:
        return {"audience": {"classIds": [str(one) for one in ids], **more}}
