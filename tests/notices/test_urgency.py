"""An urgent notice is told in quiet hours; one that is over is neither told, reminded nor asked for."""

from datetime import timedelta

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug
from tests.notices.office import DAY, HOUR, Office
from tests.world import Person

ASKED = {"kind": "acknowledge"}
QUIET = "update accounts set quiet_from = '08:00', quiet_to = '14:00' where account_id = any ($1)"


async def texts(office: Office, *people: Person) -> list[str]:
    """The SMS that came to these people so far."""
    numbers = {f"+86{person.phone}" for person in people}
    return [item.body for item in office.city.sms.items if item.address in numbers]


async def test_an_urgent_notice_is_told_in_quiet_hours_and_an_ordinary_one_after_them(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    await office.world.operate(office.org_id, QUIET, [who.mother.account_id, who.father.account_id])
    ordinary = await office.tell(who.gao, office.world.north_a)
    assert await texts(office, who.mother, who.father) == [], "noon is within their quiet hours"
    urgent = await office.tell(who.gao, office.world.north_a, importance="urgent", titleZh="停课")
    assert len(await texts(office, who.mother, who.father)) == 2
    assert [n["importance"] for n in (ordinary, urgent)] == ["ordinary", "urgent"]
    assert {t for t, _ in await office.inbox(who.mother)} == {"秋游", "Urgent: 停课"}, "both stand in the app at once"
    clock.advance(3 * HOUR)
    await office.work()
    assert len(await texts(office, who.mother, who.father)) == 4


async def test_the_sender_sees_whom_any_channel_reached(office: Office, clock: FixedClock) -> None:
    """An urgent notice leaves by rows of people, an ordinary one after quiet hours too: both count once they left."""
    who = office.world.people
    urgent = await office.tell(who.gao, office.world.north_a, importance="urgent")
    told = (await office.receipts(who.gao, urgent))["telling"]
    assert (told["sent"], told["people"], told["unsent"], told["done"]) == (2, 2, 0, True)
    await office.world.operate(office.org_id, QUIET, [who.mother.account_id])
    ordinary = await office.tell(who.gao, office.world.north_a)
    told = (await office.receipts(who.gao, ordinary))["telling"]
    assert (told["sent"], told["unsent"], told["done"]) == (1, 1, True)
    clock.advance(3 * HOUR)
    assert not (await office.receipts(who.gao, ordinary))["telling"]["done"], "one is to leave now"
    await office.work()
    told = (await office.receipts(who.gao, ordinary))["telling"]
    assert (told["sent"], told["unsent"], told["done"]) == (2, 0, True)


async def test_an_urgent_notice_to_read_stands_first_until_it_is_read(office: Office, clock: FixedClock) -> None:
    """Nobody looks for it: it heads the first screen and the list, and its SMS says what it is and from where."""
    who = office.world.people
    soon = (clock.now() + DAY).isoformat()
    await office.tell(who.gao, kind="sign", titleZh="签字", answerBy=soon)
    urgent = await office.tell(who.gao, office.world.north_a, importance="urgent", titleZh="停课")
    await office.tell(who.gao, titleZh="秋游")
    [name] = await office.world.sql(office.org_id, "select name_zh from orgs where org_id = $1", office.org_id)
    assert f"【心桥】{name['name_zh']}紧急通知：停课。请马上在心桥中阅读。" in await texts(office, who.mother)

    async def first() -> tuple[int, list[tuple[str, str, bool]]]:
        home = await ok(await office.world.client(who.mother).get("/me/home"))
        return home["noticesWaiting"], [(n["title"], n["kind"], n["urgent"]) for n in home["notices"]]

    async def listed() -> list[str]:
        client, cursor = office.world.client(who.mother), None
        found: list[str] = []
        while True:
            page = await ok(
                await client.get("/me/notices", params={"limit": 1} | ({"cursor": cursor} if cursor else {}))
            )
            found += [n["title"] for n in page["items"]]
            if (cursor := page["next"]) is None:
                return found

    assert await first() == (2, [("停课", "read", True), ("签字", "sign", False)])
    assert await listed() == ["停课", "秋游", "签字"]
    await ok(await office.answer(who.mother, urgent, "open"))
    assert await first() == (1, [("签字", "sign", False)])
    assert await listed() == ["秋游", "签字", "停课"]
    withdrawn = await office.tell(who.gao, importance="urgent", titleZh="停课二")
    assert (await first())[0] == 2
    await ok(await office.do(who.gao, withdrawn, "withdraw"))
    assert (await first())[0] == 1
    await office.tell(who.gao, importance="urgent", titleZh="停课三")
    clock.advance(15 * DAY)
    assert "停课三" not in [title for title, _, _ in (await first())[1]], "old news heads nobody's screen"


async def test_the_reminder_of_an_urgent_notice_wakes_nobody(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await office.world.operate(office.org_id, QUIET, [who.mother.account_id])
    await office.tell(who.gao, office.world.north_a, importance="urgent", **ASKED)
    before = len(await texts(office, who.mother))
    clock.advance(2 * DAY)  # noon again
    await office.work()
    assert len(await texts(office, who.mother)) == before
    clock.advance(3 * HOUR)
    await office.work()
    assert len(await texts(office, who.mother)) == before + 1


async def test_only_who_sees_the_whole_school_sends_something_urgent(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    assert slug(await office.try_add(who.wang, importance="urgent")) == (403, "urgent-by-leaders")
    draft = await office.add(who.wang)
    body = office.wish(importance="urgent")
    path = f"{office.notices}/{draft['noticeId']}"
    answer = await office.world.client(who.wang).put(path, json=body, headers={"if-match": f'"v{draft["version"]}"'})
    assert slug(answer) == (403, "urgent-by-leaders")
    notice = await office.add(who.gao, importance="urgent")
    await office.schedule(who.gao, notice, clock.now() + HOUR)
    # A leader who is a class teacher alone when its time comes has not released it any more.
    lead = "update staff set roles = '{}' where org_id = $1 and staff_id = $2"
    await office.world.sql(office.org_id, lead, office.org_id, who.gao.account_id)
    row = "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    end = "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'"
    await office.world.sql(office.org_id, end, office.org_id, office.world.north_a, clock.now())
    await office.world.sql(office.org_id, row, office.org_id, office.world.north_a, who.gao.account_id, clock.now())
    clock.advance(2 * HOUR)
    await office.work()
    [found] = await office.world.sql(
        office.org_id, "select state from notices where notice_id = $1", notice["noticeId"]
    )
    assert found["state"] == "draft"
    assert await texts(office, who.mother) == []


async def test_what_is_over_is_neither_reminded_nor_asked_for(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    over = clock.now() + 2 * DAY - HOUR
    notice = await office.tell(who.gao, expiresAt=over.isoformat(), **ASKED)
    told = len(await texts(office, who.mother))
    assert told == 1
    clock.advance(2 * DAY)
    await office.work()
    assert len(await texts(office, who.mother)) == told, "its reminder would come now"
    seen = await ok(await office.read(who.mother, notice))
    assert (seen["over"], seen["body"]) == (True, "周五八点集合。")
    home = await ok(await office.world.client(who.mother).get("/me/home"))
    assert home["noticesWaiting"] == 0
    assert slug(await office.answer(who.mother, notice, "acknowledge")) == (409, "notice-over")
    await ok(await office.answer(who.mother, notice, "open"))
    await ok(await office.do(who.gao, notice, "withdraw"))
    await office.work()
    assert len(await texts(office, who.mother)) == told + 1, "that it does not hold is told all the same"


async def test_what_waits_for_the_end_of_quiet_hours_is_not_told_once_it_is_over(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    await office.world.operate(office.org_id, QUIET, [who.mother.account_id])
    await office.tell(who.gao, expiresAt=(clock.now() + HOUR).isoformat())
    clock.advance(3 * HOUR)
    await office.work()
    assert (await texts(office, who.mother), len(await texts(office, who.father))) == ([], 1)


async def test_its_last_day_is_ahead_and_not_before_the_answer(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    at = {days: (clock.now() + timedelta(days=days)).isoformat() for days in (-1, 1, 2, 800)}
    for expires_at, answer_by, code in ((-1, None, "past"), (1, 2, "before-answer"), (800, None, "too-far")):
        more = {"answerBy": at[answer_by]} if answer_by else {}
        answer = await office.try_add(who.gao, expiresAt=at[expires_at], **ASKED, **more)
        assert field(answer) == (422, "$.expiresAt", code)
    draft = await office.add(who.gao, expiresAt=at[1])
    assert field(await office.try_send(who.gao, draft, clock.now() + 2 * DAY)) == (422, "$.sendAt", "too-soon")
    await office.schedule(who.gao, draft)
    clock.advance(2 * DAY)  # the worker was away
    await office.work()
    assert (await office.get(who.gao, draft))["state"] == "draft"
    assert await texts(office, who.mother) == []


async def test_something_urgent_takes_a_second_factor(office: Office, clock: FixedClock) -> None:
    """It wakes a whole school: a stolen SMS of a leader must not do that."""
    who = office.world.people
    weak = await office.world.sign_in(who.gao, assurance=1)
    draft = await office.add(who.gao, importance="urgent")
    path, seen = f"{office.notices}/{draft['noticeId']}", {"if-match": f'"v{draft["version"]}"'}
    assert slug(await weak.post(f"{path}/send", json={}, headers=seen)) == (403, "step-up-needed")
    sent = await office.tell(who.gao, office.world.north_a, importance="urgent")
    again = {"if-match": f'"v{sent["version"]}"'}
    texts_ = {name: sent[name] for name in ("titleZh", "bodyZh", "titleEn", "bodyEn")}
    answer = await weak.post(f"{office.notices}/{sent['noticeId']}/correct", json=texts_, headers=again)
    assert slug(answer) == (403, "step-up-needed")


async def test_a_correction_leaves_a_day_to_answer(office: Office, clock: FixedClock) -> None:
    """Else it would void every answer of before, and take none."""
    who = office.world.people
    sent = await office.tell(who.gao, office.world.north_a, **ASKED)
    body = {name: sent[name] for name in ("titleZh", "bodyZh", "titleEn", "bodyEn")}
    path, seen = f"{office.notices}/{sent['noticeId']}/correct", {"if-match": f'"v{sent["version"]}"'}
    for hours, code in ((1, 422), (25, 200)):
        over = {"expiresAt": (clock.now() + hours * HOUR).isoformat()}
        answer = await office.world.client(who.gao).post(path, json=body | over, headers=seen)
        assert answer.status_code == code, answer.text
