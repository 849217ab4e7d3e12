"""What was agreed at a visit: written for the family, confirmed or answered by guardians, and shown to the class teacher."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.local_time import local_day
from api.core.services import Services
from tests.counselling.desk import field, ok, slug
from tests.servers import Database
from tests.visits.family import HOUR, Family, agreement_new, record, stands_nowhere
from tests.visits.test_ended import School
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["team", "town"]
WORD = "我们想改到十点半睡"


@pytest.fixture
async def visit(family: Family, clock: FixedClock) -> str:
    """A visit by Lin that is written down; Wang leads the class."""
    who = family.world.people
    made = await family.agreed(clock.now() + HOUR, who.lin)
    clock.advance(2 * HOUR)
    await ok(await family.do(who.lin, made, "record", 2, **record()))
    return made


async def write(family: Family, by: Person, visit: str, **more: Any) -> httpx.Response:
    return await family.world.client(by).post(f"{family.visits}/{visit}/agreement", json=agreement_new(**more))


async def read(family: Family, by: Person, visit: str) -> Any:
    return await ok(await family.get(by, visit, "/agreement"))


async def answer(family: Family, by: Person, visit: str, agreement: str, **body: Any) -> httpx.Response:
    path = f"{family.visits}/{visit}/agreement/{agreement}/answer"
    return await family.world.client(by).post(path, json={"confirms": True, **body})


async def waits(family: Family, by: Person) -> list[str]:
    """What the first screen says that somebody has to answer."""
    home = await ok(await family.world.client(by).get("/me/home"))
    return [one["followUpId"] for one in home["followUps"] if one["agreed"]]


async def test_a_family_confirms_or_adds_a_word_and_the_class_teacher_reads_it(
    town: Town, visit: str, database: Database
) -> None:
    family, who = town.family, town.family.world.people
    nothing = {"agreement": None, "canWrite": True, "canAnswer": False}
    assert await read(family, who.lin, visit) == nothing
    assert await read(family, who.mother, visit) == nothing | {"canWrite": False}
    await ok(await write(family, who.lin, visit))
    await town.work()
    assert (await town.told())["visit_agreement"] == {"mother", "father"}
    shown = await read(family, who.mother, visit)
    assert (shown["canWrite"], shown["canAnswer"]) == (False, True)
    agreement = shown["agreement"]
    assert (agreement["steps"], agreement["recommended"]) == tuple(agreement_new().values())
    assert record()["atHome"] not in str(shown)
    assert await waits(family, who.mother) == await waits(family, who.father) == [agreement["agreementId"]]
    assert await waits(family, who.jun_mother) == await waits(family, who.wang) == []
    await ok(await answer(family, who.mother, visit, agreement["agreementId"]))
    assert (await waits(family, who.mother), len(await waits(family, who.father))) == ([], 1)
    said = await ok(await answer(family, who.father, visit, agreement["agreementId"], confirms=False, word=WORD))
    assert [(one["guardianName"], one["word"], one["confirmedAt"]) for one in said["agreement"]["answers"]] == [
        ("father", WORD, None)
    ]
    await town.work()
    assert (await town.told())["visit_agreement_answered"] == {"wang"}
    for person in (who.wang, who.lin):
        answers = (await read(family, person, visit))["agreement"]["answers"]
        found = {(one["guardianName"], one["confirmedAt"] is not None, one["word"]) for one in answers}
        assert found == {("mother", True, None), ("father", False, WORD)}
    [own] = (await read(family, who.mother, visit))["agreement"]["answers"]
    assert own["guardianName"] == "mother"
    await stands_nowhere(database, WORD, "每晚十点前睡觉")


async def test_a_guardian_disagrees_and_the_class_teacher_is_told(town: Town, visit: str) -> None:
    family, who = town.family, town.family.world.people
    agreement = (await ok(await write(family, who.lin, visit)))["agreement"]["agreementId"]
    both = await answer(family, who.father, visit, agreement, disagrees=True)
    assert field(both) == (422, "$.disagrees", "not-allowed")
    await ok(await answer(family, who.father, visit, agreement, confirms=False, disagrees=True))
    await town.work()
    told = await town.told()
    assert (told["visit_agreement_refused"], told.get("visit_agreement_answered")) == ({"wang"}, None)
    assert await waits(family, who.father) == []
    [said] = (await read(family, who.wang, visit))["agreement"]["answers"]
    assert (said["guardianName"], said["disagrees"], said["confirmedAt"], said["word"]) == ("father", True, None, None)
    # They may think again while it can be answered.
    again = await ok(await answer(family, who.father, visit, agreement))
    [said] = again["agreement"]["answers"]
    assert (said["disagrees"], said["confirmedAt"] is not None) == (False, True)


async def test_agreed_steps_stand_by_their_days(family: Family, visit: str) -> None:
    who = family.world.people
    written = [("2026-12-10", "b"), ("2027-01-05", "d"), ("2026-12-01", "a"), ("2026-12-10", "c")]
    await ok(await write(family, who.lin, visit, steps=[{"dueOn": day, "text": text} for day, text in written]))
    for reader in (who.mother, who.lin, who.wang):
        steps = (await read(family, reader, visit))["agreement"]["steps"]
        assert [(step["dueOn"], step["text"]) for step in steps] == sorted(written), reader.name


async def test_a_new_version_is_answered_again(family: Family, visit: str) -> None:
    who = family.world.people
    first = (await ok(await write(family, who.wang, visit)))["agreement"]["agreementId"]
    await ok(await answer(family, who.mother, visit, first))
    second = await ok(await write(family, who.lin, visit, recommended=[]))
    assert (second["agreement"]["answers"], second["agreement"]["writtenByName"]) == ([], "lin")
    assert slug(await answer(family, who.mother, visit, first)) == (412, "stale")
    now = second["agreement"]["agreementId"]
    await ok(await answer(family, who.mother, visit, now, word=WORD))
    again = await ok(await answer(family, who.mother, visit, now, confirms=False, word="都好"))
    assert [(one["word"], one["confirmedAt"]) for one in again["agreement"]["answers"]] == [("都好", None)]


async def test_nobody_else_reads_writes_or_answers(
    town: Town, visit: str, services: Services, clock: FixedClock
) -> None:
    school, family, who = School(town, services), town.family, town.family.world.people
    other = await family.agreed(clock.now() + HOUR, who.lin)
    assert slug(await write(family, who.lin, other)) == (409, "visit-not-recorded")
    assert field(await write(family, who.lin, visit, steps=[], recommended=[])) == (422, "$.steps", "required")
    far = [{"dueOn": "2028-12-10", "text": "x"}]
    assert field(await write(family, who.lin, visit, steps=far)) == (422, "$.steps[0].dueOn", "too-far")
    agreement = (await ok(await write(family, who.lin, visit)))["agreement"]["agreementId"]
    for person in (who.mother, who.ming, who.former_teacher):
        assert slug(await write(family, person, visit)) == (403, "forbidden")
    for person in (who.chen, who.gao):
        assert slug(await write(family, person, visit)) == (404, "not-found")
        assert slug(await family.get(person, visit, "/agreement")) == (404, "not-found")
    for person in (who.wang, who.lin, who.ming):
        assert slug(await answer(family, person, visit, agreement)) == (403, "forbidden")
    assert slug(await answer(family, who.mother, other, agreement)) == (404, "not-found")
    assert field(await answer(family, who.mother, visit, agreement, confirms=False)) == (422, "$.word", "required")
    # Another child's guardian, and one who has no tie any more.
    assert slug(await answer(family, who.jun_mother, visit, agreement))[0] in {403, 404}
    await school.lose(who.father)
    assert slug(await answer(family, who.father, visit, agreement))[0] in {403, 404}
    assert (await family.get(who.father, visit, "/agreement")).status_code in {403, 404}


async def test_a_family_answers_for_a_month_and_reads_for_a_year(family: Family, visit: str, clock: FixedClock) -> None:
    who = family.world.people
    written = (await ok(await write(family, who.lin, visit)))["agreement"]
    agreement = written["agreementId"]
    ends = datetime.fromisoformat(written["answerUntil"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert (ends.hour, ends.minute, ends.date() - local_day(clock.now(), "Asia/Shanghai")) == (0, 0, timedelta(days=31))
    clock.advance(ends - timedelta(minutes=1) - clock.now())
    home = await ok(await family.world.client(who.mother).get("/me/home"))
    assert [one["dueOn"] for one in home["followUps"] if one["agreed"]] == [f"{ends - timedelta(days=1):%F}"]
    await ok(await answer(family, who.father, visit, agreement))
    clock.advance(timedelta(minutes=1))
    assert await waits(family, who.mother) == []
    assert slug(await answer(family, who.mother, visit, agreement)) == (409, "agreement-closed")
    assert (await read(family, who.mother, visit))["canAnswer"] is False
    clock.advance(timedelta(days=335))
    assert await read(family, who.mother, visit) == {"agreement": None, "canWrite": False, "canAnswer": False}
    assert slug(await write(family, who.lin, visit)) == (409, "record-closed")
