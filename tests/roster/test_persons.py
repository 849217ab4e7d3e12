"""One person changed by hand: the same rules and the same end of a part as an import, counted before it is done."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.roster import books
from tests.roster.books import PHONE_B, PHONE_C, TEACHER, staff
from tests.roster.school import School
from tests.roster.test_parts import Heard, ids, with_feature

NEW = "16400000155"


class Hand:
    """The administrator, who changes people one by one."""

    def __init__(self, school: School) -> None:
        self.school = school

    async def shown(self, path: str, *, assurance: int = 2) -> Any:
        """A person as the administrator sees them."""
        async with await self.school.client(PHONE_B, "en", assurance=assurance) as client:
            answer = await client.get(f"/roster/{path}")
            assert answer.status_code == 200, answer.text
            return answer.json()

    async def send(
        self,
        path: str,
        body: Any = None,
        *,
        of: str | None = None,
        method: str = "POST",
        assurance: int = 2,
        **params: Any,
    ) -> httpx.Response:
        """A change, made from the newest version of `of`."""
        person = "/".join((of or path).split("/")[:2])
        version = (await self.shown(person))["version"]
        async with await self.school.client(PHONE_B, "en", assurance=assurance) as client:
            headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{version}"'}
            return await client.request(method, f"/roster/{path}", json=body, headers=headers, params=params)

    async def done(self, path: str, body: Any = None, *, method: str = "POST", **params: Any) -> Any:
        """The same, which must succeed."""
        answer = await self.send(path, body, method=method, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def hand(school: School) -> Hand:
    return Hand(school)


async def ties(school: School) -> dict[str, UUID]:
    """Guardians of the small school by name."""
    rows = await school.rows("select name, guardian_id from guardians where org_id = $1", school.org_id)
    return dict(rows)


def lessons_of(shown: Any) -> dict[str, Any]:
    """A colleague as a body of a change that changes nothing."""
    return {
        "name": shown["name"],
        "number": shown["number"],
        "roles": shown["roles"],
        "leads": [one["classId"] for one in shown["leads"]],
        "teaches": [{"classId": one["classId"], "subject": one["subject"]} for one in shown["teaches"]],
    }


async def test_a_colleague_gets_another_name_role_and_class(school: School, hand: Hand) -> None:
    known = await ids(school)
    path = f"staff/{known['T2']}"
    body = lessons_of(await hand.shown(path))
    body |= {"name": "周丽 华", "roles": ["counsellor"], "leads": [str(known["七年级(2)班"])]}
    heard = Heard()
    hand.school = with_feature(school, heard.handle)
    await hand.done(path, body, method="PUT")
    shown = await hand.shown(path)
    assert (shown["name"], shown["roles"]) == ("周丽华", ["counsellor"])
    assert [one["className"] for one in shown["leads"]] == ["七年级(2)班"]
    async with await school.client(TEACHER) as client:
        me = await client.get("/staff")
        assert me.status_code == 200
    [row] = await school.rows("select roles from staff where staff_id = $1", known["T2"])
    assert row == (["counsellor"],)


async def test_the_same_again_changes_nothing_and_a_stale_version_is_refused(school: School, hand: Hand) -> None:
    known = await ids(school)
    path = f"staff/{known['T2']}"
    shown = await hand.shown(path)
    done = await hand.done(path, lessons_of(shown), method="PUT")
    assert done == {"touched": [], "namesakes": [], "replaced": [], "done": True, "personId": str(known["T2"])}
    assert (await hand.shown(path))["version"] == shown["version"]
    async with await school.client(PHONE_B) as client:
        headers = {"idempotency-key": uuid4().hex, "if-match": '"v1"'}
        answer = await client.put(f"/roster/{path}", json=lessons_of(shown), headers=headers)
        assert answer.status_code == 412, answer.text


async def test_a_change_needs_a_second_factor_and_an_administrator(school: School, hand: Hand) -> None:
    known = await ids(school)
    path = f"staff/{known['T2']}"
    body = lessons_of(await hand.shown(path))
    answer = await hand.send(path, body, method="PUT", assurance=1)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (403, "step-up-needed")
    async with await school.client(TEACHER) as client:
        assert (await client.get(f"/roster/{path}")).status_code == 403


async def test_a_dry_run_changes_nothing(school: School, hand: Hand) -> None:
    known = await ids(school)
    path = f"staff/{known['T2']}"
    before = await school.snapshot()
    answer = await hand.done(f"{path}/end", {}, dryRun=True)
    assert answer["done"] is False
    assert await school.snapshot() == before
    audited = "select 1 from audit_changes where org_id = $1 and resource = 'staff'"
    assert await school.rows(audited, school.org_id) == []


async def test_the_last_administrator_stays(school: School, hand: Hand) -> None:
    known = await ids(school)
    answer = await hand.send(f"staff/{known['T1']}/end", {})
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "last-administrator")


async def test_who_leaves_passes_classes_on(school: School, hand: Hand) -> None:
    book = books.school()
    book["教职工"].append(staff("T3", NEW, "新老师", ""))
    await school.applied(books.xlsx(book))
    known = await ids(school)
    await hand.done(f"staff/{known['T2']}/end", {"successorId": str(known["T3"])})
    shown = await hand.shown(f"staff/{known['T3']}")
    assert [one["className"] for one in shown["leads"]] == ["七年级(1)班"]
    assert len(shown["teaches"]) == 2
    assert await school.members("staff", [known["T2"]]) == set()
    async with await school.client(PHONE_B) as client:
        assert (await client.get(f"/roster/staff/{known['T2']}")).status_code == 404


async def test_a_student_moves_to_another_class(school: School, hand: Hand) -> None:
    known = await ids(school)
    path = f"students/{known['S1']}"
    shown = await hand.shown(path)
    body = {"name": shown["name"], "sex": shown["sex"], "classId": str(known["七年级(2)班"]), "support": ["orphan"]}
    await hand.done(path, body, method="PUT")
    shown = await hand.shown(path)
    assert (shown["className"], shown["support"]) == ("七年级(2)班", ["orphan"])
    body["classId"] = str(uuid4())
    assert (await hand.send(path, body, method="PUT")).status_code == 422


@pytest.mark.parametrize(
    ("find", "names"),
    [
        ("小", ["李小红", "王小明"]),
        (" 王 小明 ", ["王小明"]),
        ("s2", ["李小红"]),
        ("小明", ["王小明"]),
        ("", []),
        ("张", []),
    ],
)
async def test_students_are_found_by_name_or_number(school: School, find: str, names: list[str]) -> None:
    async with await school.client(PHONE_B) as client:
        assert [
            one["name"] for one in (await client.post("/roster/students/find", json={"find": find})).json()
        ] == names
    async with await school.client(TEACHER) as client:
        assert (await client.post("/roster/students/find", json={"find": find})).status_code == 403


async def test_a_student_leaves_with_the_family(school: School, hand: Hand) -> None:
    known, family = await ids(school), await ties(school)
    await hand.done(f"students/{known['S1']}/end")
    assert await school.members("student", [known["S1"], known["S2"]]) == {known["S2"]}
    assert await school.members("guardian", list(family.values())) == {family["李大红"]}


async def test_guardians_are_added_changed_and_ended(school: School, hand: Hand) -> None:
    known = await ids(school)
    path = f"students/{known['S1']}"
    new = {"name": "赵小兰", "phone": NEW, "relation": "mother", "contactOrder": 1}
    await hand.done(f"{path}/guardians", new)
    first, second = (await hand.shown(path))["guardians"]
    assert [(g["name"], g["contactOrder"]) for g in (first, second)] == [("赵小兰", 1), ("王大明", 2)]
    async with await school.client(NEW) as mother:
        assert [s["name"] for s in (await mother.get("/students")).json()["items"]] == ["王小明"]
    edit = {"name": "赵兰", "relation": "mother", "contactOrder": 2}
    await hand.done(f"{path}/guardians/{first['guardianId']}", edit, method="PUT")
    assert [g["name"] for g in (await hand.shown(path))["guardians"]] == ["王大明", "赵兰"]
    await hand.done(f"{path}/guardians/{first['guardianId']}/end")
    async with await school.client(NEW) as mother:
        assert (await mother.get("/students")).status_code == 403
    answer = await hand.send(f"{path}/guardians", {**new, "phone": "123"})
    assert answer.json()["errors"][0]["code"] == "phone"
    other = {**new, "phone": PHONE_C}
    assert (await hand.send(f"{path}/guardians", other)).status_code == 422  # 李大红 has this number


async def test_a_new_number_is_the_same_person(school: School, hand: Hand) -> None:
    known, number, new = await ids(school), f"164{school.org_id:08d}", f"165{school.org_id:08d}"
    mother = {"name": "赵小兰", "relation": "mother", "contactOrder": 2}
    path = f"students/{known['S1']}/guardians"
    await hand.done(path, {**mother, "phone": number}, of=f"students/{known['S1']}")
    family = await ties(school)
    old, edit = await school.client(number), {**mother, "phone": f"+86 {new}"}
    tried = await hand.done(f"{path}/{family['赵小兰']}", edit, method="PUT", dryRun=True)
    assert tried["touched"] == [{"kind": "sign_in", "count": 1, "names": [], "colleagues": []}]
    assert (await old.get("/students")).status_code == 200
    await hand.done(f"{path}/{family['赵小兰']}", edit, method="PUT")
    assert (await old.get("/students")).status_code == 401
    async with await school.client(new) as again:
        assert [s["name"] for s in (await again.get("/students")).json()["items"]] == ["王小明"]
    assert await ties(school) == family
    assert await school.door("select account_id from login_find($1)", school.services.sealer.phone(number)) == []
    answer = await hand.send(f"{path}/{family['赵小兰']}", {**mother, "phone": PHONE_C}, method="PUT")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "phone-taken")


async def test_a_number_is_not_moved_where_somebody_is_family_and_works_elsewhere(
    school: School, hand: Hand, other_school: School
) -> None:
    """A guardian's school may not take over the account of another school's counsellor (0314)."""
    known, number = await ids(school), f"167{school.org_id:08d}"
    book = books.school()
    book["教职工"].append(books.staff("T8", number, "孙一", "心理教师"))
    await other_school.applied(books.xlsx(book))
    aunt = {"name": "孙一", "relation": "relative", "contactOrder": 3}
    path = f"students/{known['S1']}/guardians"
    await hand.done(path, {**aunt, "phone": number}, of=f"students/{known['S1']}")
    edit = {**aunt, "phone": f"168{school.org_id:08d}"}
    answer = await hand.send(f"{path}/{(await ties(school))['孙一']}", edit, method="PUT")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "phone-elsewhere")


async def test_while_an_import_waits_nobody_is_changed(school: School, hand: Hand) -> None:
    tried = await school.tried(books.more_students(books.school(), 1))
    await school.say_yes(tried["importId"])
    known = await ids(school)
    answer = await hand.send(f"students/{known['S1']}/end")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "roster-import-running")


async def test_no_list_brings_a_barred_tie_back_and_the_dry_run_says_so(school: School, hand: Hand) -> None:
    known, family = await ids(school), await ties(school)
    path = f"students/{known['S1']}/guardians"
    order = {"orderedOn": "2026-11-20", "paper": "(2026) 123"}
    await hand.done(f"{path}/{family['王大明']}/bar", order)
    tried = await school.tried(books.more_students(books.school(), 1))
    assert [note["code"] for note in tried["notes"]] == ["guardian_barred"]
    assert "S1" in tried["notes"][0]["message"]
    assert (await school.say_yes(tried["importId"])).status_code == 202
    await school.run()
    assert (await school.shown(tried["importId"]))["state"] == "done"
    assert await school.members("guardian", [family["王大明"]]) == set()
    # Not under another number either, as long as the bar stands.
    back = {"name": "王大明", "phone": NEW, "relation": "father", "contactOrder": 1}
    assert (await hand.send(path, back, of=f"students/{known['S1']}")).json()["type"].endswith("guardian-barred")
    await hand.done(f"{path}/{family['王大明']}/lift")
    await school.applied(books.xlsx(books.more_students(books.school(), 2)))
    assert await school.members("guardian", [family["王大明"]]) == {family["王大明"]}


async def test_no_list_brings_a_barred_guardian_back_by_another_number(school: School, hand: Hand) -> None:
    known, family = await ids(school), await ties(school)
    path = f"students/{known['S1']}/guardians"
    await hand.done(f"{path}/{family['王大明']}/bar", {"orderedOn": "2026-11-20", "paper": "1"})
    book = books.school()
    book["家长"] = [*book["家长"][1:], books.guardian(phone=NEW, name="王·大明", relation="父亲")]
    tried = await school.tried(book)
    assert [note["code"] for note in tried["notes"]] == ["guardian_barred"]
    assert tried["changes"]["guardianships"]["added"] == 0
    for name in ("王·大明", "王 大明"):
        back = {"name": name, "phone": NEW, "relation": "father", "contactOrder": 1}
        assert (await hand.send(path, back, of=f"students/{known['S1']}")).json()["type"].endswith("guardian-barred")


async def test_undoing_an_import_does_not_bring_a_barred_tie_back(school: School, hand: Hand) -> None:
    known, family = await ids(school), await ties(school)
    book = books.school()
    book["家长"] = book["家长"][1:]
    book["家长"].append(books.guardian(phone=NEW, name="赵小兰", relation="母亲"))
    done = await school.applied(books.xlsx(book))
    await hand.done(
        f"students/{known['S1']}/guardians/{family['王大明']}/bar", {"orderedOn": "2026-11-20", "paper": "1"}
    )
    async with await school.client(PHONE_B) as client:
        answer = await client.post(f"/roster/imports/{done['importId']}/undo", headers={"idempotency-key": uuid4().hex})
    tried = answer.json()
    assert (tried["changes"]["guardianships"]["returned"], tried["changes"]["guardianships"]["ended"]) == (0, 1)
