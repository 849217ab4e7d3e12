"""A court bars a guardian: from that moment nothing of the child reaches them, and no list brings the tie back."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.counselling.desk import TUESDAY, Desk, north_desk, ok, slug
from tests.jobs.city import City
from tests.jobs.invites import seen
from tests.servers import Database
from tests.visits.family import THURSDAY, Family
from tests.world import Person, World

CONTRACT = json.loads((Path(__file__).parents[2] / "clients" / "openapi.json").read_text(encoding="utf-8"))
ORDER = {"orderedOn": "2026-11-20", "paper": "青禾区法院 (2026) 民初 123 号"}
SPAN = {"from": "2026-11-01T00:00:00Z", "to": "2026-12-20T00:00:00Z"}


class Court:
    """Ming of the northern school, whose mother is barred. She is guardian of tao in the south, too."""

    def __init__(self, world: World, city: City) -> None:
        self.world, self.city, self.who = world, city, world.people
        self.path = f"/orgs/{world.north}/roster/students/{self.who.ming.account_id}"

    async def send(self, what: str, body: Any = None, *, person: Person | None = None, assurance: int = 2) -> Any:
        """A change of mother's tie by the administrator."""
        admin = await self.world.sign_in(self.who.north_admin, assurance=assurance)
        student = (await ok(await admin.get(self.path)))["version"]
        guardian = (person or self.who.mother).account_id
        headers = {"if-match": f'"v{student}"'}
        return await admin.post(f"{self.path}/guardians/{guardian}/{what}", json=body, headers=headers)

    async def bar(self) -> None:
        await ok(await self.send("bar", ORDER))

    async def work(self) -> None:
        """The worker does what is due."""
        await self.city.work(HANDLERS)


@pytest.fixture
async def court(world: World, services: Services, database: Database) -> Court:
    who = world.people
    sealed = services.sealer.seal_contact("mail", who.mother.account_id, "mother@example.cn")
    await world.operate(0, "select account_set_email($1, $2, $3, $3)", who.mother.account_id, sealed, world.now)
    return Court(world, City(services, database))


@pytest.fixture
async def desk(world: World) -> Desk:
    return await north_desk(world)


async def planned(court: Court, desk: Desk) -> list[str]:
    """A visit and a talk with mother, told to everybody; the texts that must not reach her any more. She has hong here, too."""
    tie = "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at) values ($1, $2, $3, 'mother', 1, $4)"
    hong, mother = court.who.hong.account_id, court.who.mother.account_id
    await court.world.sql(court.world.north, tie, court.world.north, hong, mother, court.world.now)
    family = Family(court.world, court.world.north, court.who.ming, court.who.wang)
    await family.add_availability(court.who.mother)
    visit = await family.agreed(THURSDAY, court.who.wang)
    talk = await desk.book(court.who.mother, court.who.ming, attends="both")
    await court.work()
    starts = [THURSDAY.isoformat()[:16], TUESDAY.isoformat()[:16]]
    return [str(court.who.ming.account_id), visit, talk["bookingId"], "小明", *starts]


async def reads(court: Court, person: Person, ids: dict[str, str]) -> list[tuple[str, str]]:
    """Every read of the contract as this person, in both schools, with the ids of ming's matters: address and text."""
    found: list[tuple[str, str]] = []
    client = court.world.client(person)
    for path, methods in CONTRACT["paths"].items():
        if "get" not in methods:
            continue
        for org in (court.world.north, court.world.south):
            address = path.removeprefix("/api/v1").format_map(Ids(ids, org_id=str(org)))
            params = {p["name"] for p in methods["get"].get("parameters", []) if p["in"] == "query"}
            answer = await client.get(address, params={k: v for k, v in SPAN.items() if k in params})
            assert answer.status_code < 500, (address, answer.text)
            if answer.status_code == 200:
                found.append((address, answer.text))
    return found


class Ids(dict[str, str]):
    """Ids by their place in a path; any other is nobody's."""

    def __missing__(self, key: str) -> str:
        return str(uuid4())


def leaks(found: list[tuple[str, str]], secrets: list[str]) -> set[tuple[str, str]]:
    """Which reads show which secret."""
    return {(address, secret) for address, text in found for secret in secrets if secret in text}


async def test_nothing_of_the_child_is_read_any_more(court: Court, desk: Desk) -> None:
    secrets = await planned(court, desk)
    ids = Ids(student_id=secrets[0], visit_id=secrets[1], booking_id=secrets[2], class_id=str(court.world.north_a))
    before = leaks(await reads(court, court.who.mother, ids), secrets)
    assert {address.split("/")[-1] for address, _ in before} >= {"inbox", "students", secrets[1], secrets[2]}
    await court.bar()
    assert leaks(await reads(court, court.who.mother, ids), secrets) == set()
    await court.work()
    assert leaks(await reads(court, court.who.mother, ids), secrets) == set()
    mother = court.world.client(court.who.mother)
    south = await ok(await mother.get(f"/orgs/{court.world.south}/students"))
    assert [s["studentId"] for s in south["items"]] == [str(court.who.tao.account_id)]
    north = await ok(await mother.get(f"/orgs/{court.world.north}/students"))
    assert [s["studentId"] for s in north["items"]] == [str(court.who.hong.account_id)]


async def test_she_is_told_nothing_more_and_no_time(court: Court, desk: Desk, clock: FixedClock) -> None:
    await planned(court, desk)
    told = "select 1 from deliveries where account_id = $1"
    before = len(await court.city.rows(told, court.who.mother.account_id))
    assert "mother" in invited(court)
    court.city.mail.items.clear()
    await court.bar()
    clock.advance(THURSDAY - clock.now())
    await court.work()
    assert len(await court.city.rows(told, court.who.mother.account_id)) == before
    assert "mother" not in invited(court)


def invited(court: Court) -> set[str]:
    """Whose calendar got a mail."""
    return {address.split("@")[0] for address, _, _ in seen(i for i in court.city.mail.items if i.invite)}


async def test_the_order_is_a_record_that_only_a_second_factor_makes_and_lifts(court: Court) -> None:
    assert slug(await court.send("bar", ORDER, assurance=1)) == (403, "step-up-needed")
    await court.bar()
    assert slug(await court.send("bar", ORDER)) == (409, "guardian-already-barred")
    admin = await court.world.sign_in(court.who.north_admin, assurance=1)
    shown = {g["guardianId"]: g for g in (await ok(await admin.get(court.path)))["guardians"]}
    bar = shown[str(court.who.mother.account_id)]["bar"]
    assert (bar["orderedOn"], bar["paper"], bar["recordedByName"]) == ("2026-11-20", None, court.who.north_admin.name)
    full = await ok(await court.world.client(court.who.north_admin).get(court.path))
    assert ORDER["paper"] in {g["bar"]["paper"] for g in full["guardians"] if g["bar"]}
    assert slug(await court.send("lift", assurance=1)) == (403, "step-up-needed")
    await ok(await court.send("lift"))
    assert slug(await court.send("lift")) == (404, "not-found")
    shown = await ok(await court.world.client(court.who.north_admin).get(court.path))
    assert str(court.who.mother.account_id) not in {g["guardianId"] for g in shown["guardians"]}


async def test_an_order_of_tomorrow_is_a_mistake(court: Court) -> None:
    assert slug(await court.send("bar", {**ORDER, "orderedOn": "2026-11-25"})) == (422, "invalid")


async def test_the_database_itself_keeps_a_barred_tie_ended(court: Court) -> None:
    await court.bar()
    revive = "update guardianships set ended_at = null where org_id = $1 and guardian_id = $2"
    with pytest.raises(asyncpg.CheckViolationError):
        await court.world.sql(court.world.north, revive, court.world.north, court.who.mother.account_id)
