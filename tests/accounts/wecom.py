"""A school's WeCom as a double on loopback, and a browser in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.messages.wecom import service as links
from jobs.kinds import HANDLERS
from schemas.roster.wecom import Parent
from tests.accounts.test_tablets import browser
from tests.doubles.wecom import AGENT, CORP, WecomDouble
from tests.jobs.city import City
from tests.servers import Database
from tests.world import Person, World


@dataclass
class Wecom:
    """The northern school's WeCom, in whose directory the parents are, and a browser in it."""

    world: World
    app: Litestar
    double: WecomDouble
    city: City
    http: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.http = browser(self.world)

    def parent(self, user_id: str, mobile: str, **more: Any) -> None:
        """Writes a parent into WeCom's directory, in place of one of the same id."""
        parents = self.double.students.setdefault(2, [{"parents": []}])[0]["parents"]
        parents[:] = [one for one in parents if one["parent_userid"] != user_id]
        parents.append({"parent_userid": user_id, "mobile": mobile, **more})

    async def link(self) -> None:
        """The daily reading."""
        parents = [msgspec.convert(one, Parent) for one in self.double.students[2][0]["parents"]]
        async with system_uow(self.city.services, self.world.north) as uow:
            await links.link(uow, parents)

    async def switch(self, by: Person, **more: Any) -> httpx.Response:
        return await self.world.client(by).put(path(self.world), **more)

    async def begin(self, http: httpx.AsyncClient | None = None) -> str:
        """The browser goes to WeCom's page. Returns what travels with it."""
        begun = await (http or self.http).post("/api/v1/auth/wecom/begin", json={"orgId": self.world.north})
        assert begun.status_code == 200, begun.text
        url = urlsplit(str(begun.json()["authorizeUrl"]))
        assert (url.scheme, url.hostname, url.path) == ("https", "open.weixin.qq.com", "/connect/oauth2/authorize")
        assert url.fragment == "wechat_redirect"
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        assert (asked["appid"], asked["agentid"], asked["scope"]) == (CORP, str(AGENT), "snsapi_base")
        assert asked["redirect_uri"] == f"{self.city.services.config.base_url}/sign-in/wecom?o={self.world.north}"
        assert asked["state"].isalnum()
        assert len(asked["state"]) <= 128
        return asked["state"]

    async def back(self, state: str, code: str = "c1", http: httpx.AsyncClient | None = None) -> httpx.Response:
        """It comes back, and the app hands on what came."""
        return await (http or self.http).post("/api/v1/auth/wecom/code", json={"wecomCode": code, "state": state})

    async def fetch(self, http: httpx.AsyncClient | None = None) -> httpx.Response:
        return await (http or self.http).post("/api/v1/auth/wecom", json={"tokenKind": "bearer"})

    async def work(self) -> None:
        await self.city.work(HANDLERS, only="sign_in_from_wecom")

    async def enter(self, **who: str) -> httpx.Response:
        """The whole way, as whom WeCom names `who`."""
        self.double.users["c1"] = dict(who)
        assert (await self.back(await self.begin())).status_code == 204
        await self.work()
        return await self.fetch()


def path(world: World, org_id: int | None = None) -> str:
    return f"/orgs/{org_id or world.north}/me/wecom"


@pytest.fixture
async def wecom(
    world: World, app: Litestar, services: Services, database: Database, http: httpx.AsyncClient
) -> AsyncIterator[Wecom]:
    assert http
    async with WecomDouble() as double:
        config = msgspec.structs.replace(
            services.config, wecom=(double.app(world.north),), wecom_url=double.url, sms_url="https://sms.example.cn"
        )
        app.state["services"] = own = replace(services, config=config)
        made = Wecom(world, app, double, City(services=own, database=database))
        made.parent("mum", world.people.mother.phone)
        await made.link()
        yield made
        await made.http.aclose()
