"""A private talk names its student to the counsellor only once the session has a second factor (DESIGN 5)."""

from typing import Any

import httpx
import pytest

from tests.counselling.desk import HOUR, TUESDAY, Desk, ok, version


@pytest.fixture
async def once(desk: Desk) -> httpx.AsyncClient:
    """The counsellor, signed in by SMS alone."""
    return await desk.world.sign_in(desk.counsellor, assurance=1)


async def everywhere(desk: Desk, client: httpx.AsyncClient, booking_id: str) -> dict[str, Any]:
    """The booking wherever its reader is shown it, by place."""
    pages = {
        "detail": await ok(await client.get(f"{desk.bookings}/{booking_id}")),
        "list": (await ok(await client.get(desk.bookings)))["items"],
        "since": (await ok(await client.get(desk.bookings, params={"since": "2026-11-01T00:00:00Z"})))["items"],
        "diary": (await ok(await client.get("/me/diary")))["bookings"],
        "home": (await ok(await client.get("/me/home")))["next"],
    }
    return {place: page[0] if isinstance(page, list) else page for place, page in pages.items()}


async def test_a_session_by_sms_is_told_of_a_private_talk_and_no_name(desk: Desk, once: httpx.AsyncClient) -> None:
    who = desk.world.people
    booking = (await desk.book(who.ming, who.ming, private=True, note="睡不着"))["bookingId"]
    student_id = str(who.ming.account_id)
    for place, shown in (await everywhere(desk, once, booking)).items():
        assert (shown["studentId"], shown["studentName"], shown["private"]) == (None, None, True), place
        assert shown["startsAt"] == "2026-11-24T06:00:00Z", f"{place}: the time is told"
        assert student_id not in str(shown), place
        assert "ming" not in str(shown), place
    for place, shown in (await everywhere(desk, desk.world.client(who.lin), booking)).items():
        assert (shown["studentId"], shown["studentName"]) == (student_id, "ming"), place
    for place, shown in (await everywhere(desk, desk.world.client(who.ming), booking)).items():
        assert (shown["studentId"], shown["studentName"]) == (student_id, "ming"), f"{place}: it is the student's own"


async def test_what_is_open_to_all_who_come_is_named_in_any_session(desk: Desk, once: httpx.AsyncClient) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    for place, shown in (await everywhere(desk, once, booking)).items():
        assert shown["studentName"] == "ming", place


async def test_changing_a_private_talk_names_nobody(desk: Desk, once: httpx.AsyncClient) -> None:
    who = desk.world.people
    booking = (await desk.book(who.ming, who.ming, private=True))["bookingId"]
    path = f"{desk.bookings}/{booking}"
    body = {"counsellorId": str(who.lin.account_id), "startsAt": (TUESDAY + HOUR).isoformat(), "mode": "in_person"}
    for step, seen, data in (("move", 1, body), ("cancel", 2, None)):
        answer = await ok(await once.post(f"{path}/{step}", json=data, headers=version(seen)))
        assert (answer["studentId"], answer["studentName"]) == (None, None), step
        assert [p["part"] for p in answer["people"]] == ["counsellor"], step
    invited = await ok(await once.post(desk.bookings, json=desk.wish(who.ming, private=True)), 201)
    assert (invited["studentId"], invited["studentName"]) == (None, None)


async def test_what_was_read_with_a_second_factor_is_not_valid_without(desk: Desk, once: httpx.AsyncClient) -> None:
    who = desk.world.people
    booking = (await desk.book(who.ming, who.ming, private=True))["bookingId"]
    for path in (f"{desk.bookings}/{booking}", desk.bookings, "/me/diary", "/me/home"):
        seen = await desk.world.client(who.lin).get(path)
        again = await once.get(path, headers={"if-none-match": seen.headers["etag"]})
        assert again.status_code == 200, path
