"""One story, told through HTTP alone against real processes: from a school's workbook to a reminder on a guardian's phone."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import icalendar
import pytest
import vobject  # pyright: ignore[reportMissingTypeStubs]  # ships without types
from pyotp.totp import TOTP

from tests.jobs.city import until
from tests.roster import books
from tests.servers import Cluster, Database
from tests.town import ADMIN, COUNSELLOR, MOTHER, ORG, OTHER, Town, done, open_town

PASSWORD = "a lantern in the fog"


SECRET_WORDS = ("心理", "咨询", "ounsel", "睡不着")


@pytest.fixture
async def town(cluster: Cluster, database: Database, tmp_path: Path) -> AsyncGenerator[Town]:
    """The town of this story."""
    async with open_town(cluster, database, tmp_path) as town:
        yield town


async def test_from_a_workbook_to_a_reminder(town: Town) -> None:
    admin = await _with_both(town, await town.sign_in(ADMIN), ADMIN)
    await _import_a_counsellor(admin)
    counsellor = await _ready_counsellor(town, admin)
    mother, student = await _ready_family(town, admin)

    slots = (await done(mother.get(f"/orgs/{ORG}/slots")))["slots"]
    booking = await _book(mother, slots[0], note="孩子最近睡不着")
    await _the_same_hour_again(town, slots[0])
    for address in ("chen@mail.example", "lin@mail.example"):
        _check_invite(await town.invite(address, 1), address, "REQUEST", 0, booking["startsAt"])
    assert [b["bookingId"] for b in (await done(student.get("/me/home")))["next"]] == [booking["bookingId"]]

    moved = await _move(mother, booking, slots[3])
    _check_invite(await town.invite("chen@mail.example", 2), "chen@mail.example", "REQUEST", 1, slots[3]["startsAt"])
    await _read_the_note(town, counsellor, booking)

    path = f"/orgs/{ORG}/bookings/{booking['bookingId']}/cancel"
    await done(mother.post(path, headers={"if-match": f'"v{moved["version"]}"'}))
    _check_invite(await town.invite("chen@mail.example", 3), "chen@mail.example", "CANCEL", 2, slots[3]["startsAt"])
    _check_invite(await town.invite("lin@mail.example", 3), "lin@mail.example", "CANCEL", 2, slots[3]["startsAt"])

    later = next(s for s in slots if at(s) > town.time.now() + timedelta(days=5))
    await _book(mother, later)
    await town.invite("chen@mail.example", 4)
    await _reminded_a_day_before(town, at(later))
    inbox = (await done(mother.get("/me/inbox")))["items"]
    assert len(inbox) >= 3
    _check_nothing_told(town)


async def _import_a_counsellor(admin: httpx.AsyncClient) -> None:
    """The dry run names what is wrong; the right file is applied by the worker; the same again changes nothing."""
    template = await admin.get(f"/orgs/{ORG}/roster/template")
    assert template.content[:2] == b"PK"
    wrong = books.school()
    wrong["学生"][0][2] = "不明"
    tried = await done(admin.post(f"/orgs/{ORG}/roster/imports?fileName=a.xlsx", content=books.xlsx(wrong)), 201)
    assert [(b["sheet"], b["row"], b["column"]) for b in tried["badRows"]] == [("学生", 2, "性别")]
    right = books.school()
    right["教职工"].append(books.staff("T3", COUNSELLOR, "林静", "心理教师"))
    data = books.xlsx(right)
    tried = await done(admin.post(f"/orgs/{ORG}/roster/imports?fileName=b.xlsx", content=data), 201)
    path = f"/orgs/{ORG}/roster/imports/{tried['importId']}"
    await done(
        admin.post(f"{path}/apply", json={"confirmLosses": False}, headers={"if-match": f'"v{tried["version"]}"'}), 202
    )
    await until(lambda: _state(admin, path, "done"))
    again = await done(admin.post(f"/orgs/{ORG}/roster/imports?fileName=c.xlsx", content=data), 201)
    assert again["badRows"] == []
    assert not again["needsConfirmation"]


async def _ready_counsellor(town: Town, admin: httpx.AsyncClient) -> httpx.AsyncClient:
    """Place, hours, mail, password and authenticator; the session that comes back may open confidential text."""
    place = {
        "kind": "school_room",
        "nameZh": "阳光辅导站",
        "nameEn": "Sunshine room",
        "address": "一号楼 101",
        "phone": "",
    }
    provider = await done(admin.post(f"/orgs/{ORG}/providers", json=place), 201)
    room = await done(admin.post(f"/orgs/{ORG}/providers/{provider['providerId']}/rooms", json={"name": "101"}), 201)
    phone = await town.sign_in(COUNSELLOR)
    me = await done(phone.get("/me"))
    for weekday in range(1, 8):
        hours = {
            "counsellorId": me["accountId"],
            "providerId": provider["providerId"],
            "roomId": room["roomId"],
            "weekday": weekday,
            "fromTime": "14:00",
            "toTime": "17:00",
            "modes": ["in_person", "phone"],
            "slotMinutes": 50,
            "bufferMinutes": 10,
            "validFrom": "2026-09-01",
        }
        await done(phone.post(f"/orgs/{ORG}/hours", json=hours), 201)
    await town.give_mail(phone, "lin@mail.example")
    assert [n["kind"] for n in (await done(phone.get("/me/home")))["needs"]] == ["set_passkey"]
    return await _with_both(town, phone, COUNSELLOR)


async def _with_both(town: Town, client: httpx.AsyncClient, phone: str) -> httpx.AsyncClient:
    """Sets password and authenticator in a new session, and signs in by them."""
    assert (await client.put("/me/password", json={"password": PASSWORD})).status_code == 204
    totp = TOTP((await done(client.post("/me/totp", json={})))["secret"])
    assert (await client.post("/me/totp/confirm", json={"code": totp.at(town.time.now())})).status_code == 204
    await town.pass_time(timedelta(seconds=30))
    body = {"phone": phone, "password": PASSWORD, "totp": totp.at(town.time.now()), "tokenKind": "bearer"}
    signed = await done(town.client().post("/auth/staff", json=body), 201)
    assert signed["assurance"] == 2
    return town.client(signed["token"])


async def _ready_family(town: Town, admin: httpx.AsyncClient) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
    """A guardian with mail, and the student, who sets a secret alone."""
    mother = await town.sign_in(MOTHER)
    await town.give_mail(mother, "chen@mail.example")
    [org] = (await done(mother.get("/me/home")))["orgs"]
    child = org["children"][0]
    code = await done(admin.post(f"/orgs/{ORG}/students/{child['studentId']}/starting-code"), 201)
    start = {
        "classCode": code["classCode"],
        "name": child["name"],
        "startingCode": code["code"],
        "secret": "蓝色的大鲸鱼唱歌",
    }
    signed = await done(town.client().post("/auth/student/start", json={**start, "tokenKind": "bearer"}), 201)
    return mother, town.client(signed["token"])


async def _book(mother: httpx.AsyncClient, slot: dict[str, Any], **more: Any) -> dict[str, Any]:
    [org] = (await done(mother.get("/me/home")))["orgs"]
    body = {
        "counsellorId": slot["counsellorId"],
        "startsAt": slot["startsAt"],
        "mode": "in_person",
        "studentId": org["children"][0]["studentId"],
        "attends": "both",
        **more,
    }
    return await done(mother.post(f"/orgs/{ORG}/bookings", json=body), 201)


async def _the_same_hour_again(town: Town, slot: dict[str, Any]) -> None:
    """Another family is told that it is taken, in words."""
    other = await town.sign_in(OTHER)
    [org] = (await done(other.get("/me/home")))["orgs"]
    body = {
        "counsellorId": slot["counsellorId"],
        "startsAt": slot["startsAt"],
        "mode": "in_person",
        "studentId": org["children"][0]["studentId"],
        "attends": "student",
    }
    refused = await other.post(f"/orgs/{ORG}/bookings", json=body)
    assert (refused.status_code, refused.json()["detail"]) == (409, "这个时间刚被占用，请换一个时间。")
    assert slot["startsAt"] not in [s["startsAt"] for s in (await done(other.get(f"/orgs/{ORG}/slots")))["slots"]]


async def _move(mother: httpx.AsyncClient, booking: dict[str, Any], slot: dict[str, Any]) -> dict[str, Any]:
    body = {"counsellorId": slot["counsellorId"], "startsAt": slot["startsAt"], "mode": "in_person"}
    path = f"/orgs/{ORG}/bookings/{booking['bookingId']}/move"
    moved = await done(mother.post(path, json=body, headers={"if-match": '"v1"'}))
    free = [s["startsAt"] for s in (await done(mother.get(f"/orgs/{ORG}/slots")))["slots"]]
    assert booking["startsAt"] in free
    return moved


async def _read_the_note(town: Town, counsellor: httpx.AsyncClient, booking: dict[str, Any]) -> None:
    """With password and authenticator; a phone code alone does not open it."""
    path = f"/orgs/{ORG}/bookings/{booking['bookingId']}/note"
    note = await counsellor.get(path)
    assert (note.json()["text"], note.headers["cache-control"]) == ("孩子最近睡不着", "no-store")
    await town.pass_time(timedelta(minutes=11))  # past the limit of three codes in ten minutes
    weaker = await (await town.sign_in(COUNSELLOR)).get(path)
    assert (weaker.status_code, weaker.json()["type"].rsplit("/", 1)[-1]) == (403, "step-up-needed")


async def _reminded_a_day_before(town: Town, starts_at: datetime) -> None:
    before = len([s for s in town.sms.sent if s["to"] == f"+86{MOTHER}"])
    await town.pass_time(starts_at - timedelta(days=1) - town.time.now())
    text = await town.text(MOTHER, before)
    assert "心桥" in text


def _check_invite(content: bytes, address: str, method: str, sequence: int, starts_at: str) -> None:
    """The same by two independent parsers."""
    wish = datetime.fromisoformat(starts_at).astimezone(UTC)
    calendar: Any = icalendar.Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    first = (
        str(calendar["METHOD"]),
        int(event["SEQUENCE"]),
        event["DTSTART"].dt.astimezone(UTC),
        str(event["ATTENDEE"]).lower(),
    )
    reader: Any = vobject
    other: Any = reader.readOne(content.decode())
    second: Any = other.vevent
    again = (
        other.method.value,
        int(second.sequence.value),
        second.dtstart.value.astimezone(UTC),
        second.attendee.value.lower(),
    )
    assert first == again == (method, sequence, wish, f"mailto:{address}")
    assert (str(event.get("STATUS")) == "CANCELLED") == (method == "CANCEL")
    assert not any(word in content.decode() for word in SECRET_WORDS)


def _check_nothing_told(town: Town) -> None:
    """No text, subject or mail body says what the appointment is."""
    bodies = [str(s["text"]) for s in town.sms.sent] + [str(m.message["subject"]) for m in town.smtp.mails]
    assert not [b for b in bodies if any(word in b for word in SECRET_WORDS)]


def at(slot: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(slot["startsAt"])


async def _state(client: httpx.AsyncClient, path: str, state: str) -> bool:
    return (await client.get(path)).json()["state"] == state
