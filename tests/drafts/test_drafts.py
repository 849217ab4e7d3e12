"""Drafts of confidential texts: sealed, their writer's alone, and over when the text is filed or the right ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from cryptography.exceptions import InvalidTag

from api.core import drafts, parts
from api.core.clock import FixedClock
from api.core.drafts import About
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow, unit_of_work_as
from api.counselling.notes import service as notes
from api.drafts import service
from schemas.drafts.tasks import RemoveDrafts, SweepDrafts
from tests.actors import actor
from tests.counselling.desk import TUESDAY, Desk, ok, slug, version
from tests.visits.family import THURSDAY, Family, record
from tests.world import Person

DAY = timedelta(days=1)
TEXT = '{"atHome":"他夜里\\n睡不着 \U0001f327"}'
NONE = {"version": 0, "savedAt": None, "text": None}


@pytest.fixture
async def visited(family: Family, clock: FixedClock) -> str:
    """A confirmed visit of lin and chen that has begun."""
    who = family.world.people
    visit = await family.agreed(THURSDAY, who.lin, who.chen)
    clock.advance(THURSDAY - clock.now())
    return visit


async def opened(family: Family, by: Person, visit: str) -> Any:
    return await ok(await family.get(by, visit, "/record-draft"))


async def save(
    family: Family, by: Person, visit: str, seen: int = 0, text: str | None = TEXT, **headers: str
) -> httpx.Response:
    path = f"{family.visits}/{visit}/record-draft"
    return await family.world.client(by).put(path, json={"text": text}, headers=version(seen) | headers)


async def left(family: Family) -> list[tuple[UUID, str]]:
    rows = await family.world.sql(family.org_id, "select account_id, kind from vault_drafts order by account_id, kind")
    return [(row["account_id"], row["kind"]) for row in rows]


async def test_a_draft_is_saved_and_found_again_by_its_writer_alone(family: Family, visited: str) -> None:
    who, world = family.world.people, family.world
    assert await opened(family, who.lin, visited) == NONE
    saved = await save(family, who.lin, visited)
    assert (await ok(saved), saved.headers["cache-control"]) == (
        {"version": 1, "savedAt": f"{THURSDAY:%Y-%m-%dT%H:%M:%SZ}"},
        "no-store",
    )
    lin = await world.sign_in(who.lin, assurance=2)  # a tab was killed: another session finds it
    answer = await lin.get(f"{family.visits}/{visited}/record-draft")
    assert ((await ok(answer))["text"], answer.headers["cache-control"]) == (TEXT, "no-store")
    assert await opened(family, who.chen, visited) == NONE, "a colleague of the same team has a draft of their own"
    for other, refusal in ((who.wang, (404, "not-found")), (who.mother, (403, "forbidden"))):
        assert slug(await family.get(other, visited, "/record-draft")) == refusal
    [row] = await world.sql(family.org_id, "select sealed from vault_drafts")
    assert "睡不着".encode() not in row["sealed"]
    looks = await world.sql(family.org_id, "select account_id, purpose from audit_accesses")
    assert [tuple(look) for look in looks] == [(who.lin.account_id, "draft")], "an empty draft is no look"


async def test_a_newer_draft_of_another_phone_is_not_written_over(family: Family, visited: str) -> None:
    who = family.world.people
    await ok(await save(family, who.lin, visited, text="一"))
    assert slug(await save(family, who.lin, visited, text="二")) == (412, "stale")
    assert (await ok(await save(family, who.lin, visited, 1, "二")))["version"] == 2
    key = {"idempotency-key": "the-same-save"}
    assert (await ok(await save(family, who.lin, visited, 2, "三", **key)))["version"] == 3
    assert (await ok(await save(family, who.lin, visited, 2, "三", **key)))["version"] == 3, "its answer was lost"
    assert (await ok(await save(family, who.lin, visited, 3, None)))["version"] == 0
    assert await opened(family, who.lin, visited) == NONE, "discarded"


async def test_filing_ends_it_and_a_late_save_brings_nothing_back(family: Family, visited: str) -> None:
    who = family.world.people
    await ok(await save(family, who.lin, visited))
    await ok(await save(family, who.chen, visited))
    await ok(await family.do(who.lin, visited, "record", 2, **record()))
    assert await left(family) == [(who.chen.account_id, "visit_record")], "the colleague is still writing"
    assert slug(await save(family, who.lin, visited, 1)) == (412, "stale")
    [written] = await ok(await family.get(who.lin, visited, "/records"))
    path = f"{family.visits}/{visited}/records/{written['recordId']}"
    lin = family.world.client(who.lin)
    await ok(await lin.put(f"{path}/correction-draft", json={"text": "改"}, headers=version(0)))
    assert (await ok(await lin.get(f"{path}/correction-draft")))["text"] == "改"
    assert slug(await lin.get(f"{family.visits}/{visited}/records/{visited}/correction-draft")) == (404, "not-found")
    await ok(await lin.post(f"{path}/corrections", json=record()), 201)
    assert await left(family) == [(who.chen.account_id, "visit_record")]


async def test_it_needs_what_the_text_needs_and_has_limits(
    family: Family, visited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, world = family.world.people, family.world
    path = f"{family.visits}/{visited}/record-draft"
    once = await world.sign_in(who.lin, assurance=1)
    assert slug(await once.get(path)) == (403, "step-up-needed")
    assert slug(await once.put(path, json={"text": "x"}, headers=version(0))) == (403, "step-up-needed")
    assert (await save(family, who.lin, visited, text="x" * 24_001)).status_code == 422
    assert (await save(family, who.lin, visited, text="")).status_code == 422
    monkeypatch.setattr(drafts, "MOST", 1)
    await ok(await save(family, who.lin, visited))
    await ok(await save(family, who.lin, visited, 1))
    later = await family.agreed(THURSDAY + DAY, who.lin)
    assert slug(await save(family, who.lin, later)) == (409, "drafts-full")
    proposed = await family.propose(THURSDAY + 2 * DAY, who.lin)
    assert slug(await save(family, who.lin, proposed)) == (409, "visit-not-confirmed")


async def test_it_goes_after_two_weeks(family: Family, visited: str, clock: FixedClock, services: Services) -> None:
    who = family.world.people
    await ok(await save(family, who.lin, visited))
    clock.advance(14 * DAY)
    lin = await family.world.sign_in(who.lin, assurance=2)
    path = f"{family.visits}/{visited}/record-draft"
    assert await ok(await lin.get(path)) == NONE
    assert (await ok(await lin.put(path, json={"text": "new"}, headers=version(0))))["version"] == 1
    clock.advance(14 * DAY)
    async with system_uow(services, family.org_id) as uow:
        assert await service.sweep(uow, SweepDrafts()) == uow.now + DAY
    assert await left(family) == []


async def test_it_goes_with_its_writer_and_with_signing_out_everywhere(
    family: Family, visited: str, services: Services
) -> None:
    who, world = family.world.people, family.world
    for person in (who.lin, who.chen):
        await ok(await save(family, person, visited))
    await _end(services, family, EndedPart(account_id=who.chen.account_id, part="staff", how="on_leave"))
    assert len(await left(family)) == 2, "who is away for a time finds it again"
    await _end(services, family, EndedPart(account_id=who.chen.account_id, part="staff", how="left"))
    assert [who_ for who_, _ in await left(family)] == [who.lin.account_id]
    await ok(await world.client(who.lin).delete("/me/sessions"))
    [task] = await world.sql(0, "select payload from tasks where org_id = 0 and kind = 'remove_drafts'")
    payload = msgspec.json.decode(task["payload"], type=RemoveDrafts)
    assert family.org_id in payload.org_ids
    await service.remove_everywhere(services, 0, payload)
    assert await left(family) == []


async def _end(services: Services, family: Family, ended: EndedPart) -> None:
    async with system_uow(services, family.org_id) as uow:
        await parts.end(uow, "test", None, [ended])


async def test_who_is_no_longer_of_the_team_has_no_way_to_it(family: Family, visited: str) -> None:
    who = family.world.people
    await ok(await save(family, who.chen, visited))
    gone = "update visit_team set left_at = now() where org_id = $1 and staff_id = $2"
    await family.world.sql(family.org_id, gone, family.org_id, who.chen.account_id)
    assert slug(await family.get(who.chen, visited, "/record-draft")) == (404, "not-found")
    assert slug(await save(family, who.chen, visited, 1)) == (404, "not-found")


async def test_a_row_that_was_moved_to_another_account_does_not_open(
    family: Family, visited: str, services: Services
) -> None:
    who = family.world.people
    await ok(await save(family, who.lin, visited))
    moved = "update vault_drafts set account_id = $2 where org_id = $1"
    await family.world.sql(family.org_id, moved, family.org_id, who.chen.account_id)
    about = About(kind="visit_record", subject_id=UUID(visited), student_id=family.student.account_id)
    with pytest.raises(InvalidTag):
        async with unit_of_work_as(services, actor(family.world, who.chen, family.org_id)) as uow:
            await drafts.open_draft(uow, about)


async def test_a_counsellors_draft_of_a_note_is_not_the_custodians(
    desk: Desk, clock: FixedClock, services: Services
) -> None:
    who, world = desk.world.people, desk.world
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    clock.advance(TUESDAY - clock.now())
    path = f"{desk.bookings}/{booking}/session-note"
    lin = world.client(who.lin)
    await ok(await lin.put(f"{path}-draft", json={"text": "想一想"}, headers=version(0)))
    assert (await ok(await lin.get(f"{path}-draft")))["text"] == "想一想"
    assert slug(await world.client(who.he).get(f"{path}-draft")) == (403, "forbidden")
    assert slug(await world.client(who.mother).get(f"{path}-draft")) == (403, "forbidden")
    await ok(await lin.put(path, json={"text": "写好了"}, headers=version(0)))
    assert await ok(await lin.get(f"{path}-draft")) == NONE
    await ok(await lin.put(f"{path}-draft", json={"text": "再改"}, headers=version(0)))
    role = EndedPart(account_id=who.lin.account_id, part="role", how="left", role="counsellor")
    async with system_uow(services, desk.org_id) as uow:
        await notes.end_parts(uow, parts.PartsEnded(at=uow.now, cause="test", cause_id=None, ended=(role,)))
    assert await world.sql(desk.org_id, "select 1 from vault_drafts") == []
