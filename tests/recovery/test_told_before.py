"""A number that a school moved lately learns nothing of what was told before, whatever screen it is on (0285)."""

from api.core.clock import FixedClock
from api.core.roles import Role
from api.features import REGISTRY
from tests.counselling.desk import ok, slug, version
from tests.notices.office import HOUR, Office
from tests.recovery.test_numbers import CLOSED, move, new, office, sms
from tests.visits.family import THURSDAY, Family

__all__ = ["office"]  # a fixture

OPEN_TO_A_MOVED_NUMBER = {
    "org_read": "names of a school",
    "student_read": "the child's name and class",
    "school_calendar_read": "the school's own",
    "message_read": "messages since the move",
    "wecom_see": "whether one signs in from WeCom; switching it on or off is closed",
    "wechat_see": "whether one's WeChat is linked; linking and ending it are closed",
    "availability_read": "times; of earlier ones without the place",
    "availability_edit": "a time for a visit, which the class teacher answers",
    "availability_end": "one's own times",
    "visit_read": "when somebody comes; of earlier ones without the place and what was written",
    "visit_answer": "the teacher and the other guardian hear of it",
    "visit_cancel": "the same",
    "visit_offer_read": "times of the visiting team",
    "campaign_answer": "times for a visit",
    "notice_read": "what the school writes to its families; not what another guardian signed before",
    "notice_answer": "an acknowledgement says that the number was moved; signing is closed",
    "lecture_read": "lectures",
    "lecture_register": "a seat",
    "committee_read": "that the child was asked to serve; consent is closed",
    "committee_end": "the child serves no longer, which the teacher hears",
    "provider_read": "where counselling is",
    "slot_read": "free times",
    "booking_add": "a talk of the family's, which the other guardian sees",
    "booking_read": "talks; private ones of before are closed",
    "booking_change": "the same",
    "parent_group_own": "groups that one is a member of",
}
"""What a guardian's session may do whose number was moved within a week, and why that harms nobody. Everything else asks for more."""


def test_what_is_open_to_a_moved_number_was_looked_at_one_by_one() -> None:
    free = {
        a.name
        for a in REGISTRY.actions.values()
        if Role.GUARDIAN in a.rule and not (a.settled_number or a.second_factor)
    }
    assert free == set(OPEN_TO_A_MOVED_NUMBER)


async def test_it_does_not_learn_where_the_family_meets(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    path = f"/orgs/{office.org_id}/students/{who.ming.account_id}/availability"
    place = {"weekday": 3, "fromTime": "18:00", "toTime": "20:00", "placeKind": "elsewhere", "place": "外婆家 8 号 302"}
    await ok(await office.world.client(who.father).post(path, json=place), 201)
    family = Family(world=office.world, org_id=office.org_id, student=who.ming, teacher=who.wang)
    visit = await family.propose(THURSDAY, who.wang, place="外婆家 8 号 302", message="请带上体检表")
    clock.advance(HOUR)
    assert (await move(office, new(office))).status_code == 200
    thief = await sms(office, new(office), who.father)
    for asked in (path, "/me/visits", f"/orgs/{office.org_id}/visits/{visit}", "/me/home"):
        seen = await thief.get(asked)
        assert seen.status_code == 200, asked
        assert "302" not in seen.text, asked
        assert "体检表" not in seen.text, asked
    answered = await thief.post(
        f"/orgs/{office.org_id}/visits/{visit}/decline", json={"reason": "不在家"}, headers=version(1)
    )
    for seen in (answered, await thief.get(f"/orgs/{office.org_id}/visits/{visit}"), await thief.get("/me/visits")):
        assert seen.status_code == 200
        assert "302" not in seen.text, "nor does an answer tell it"
    later = await ok(await thief.post(path, json=place | {"fromTime": "19:00", "toTime": "21:00"}), 201)
    assert (later["place"], later["fromTime"]) == ("外婆家 8 号 302", "19:00"), (
        "what it gives itself, and joins to nothing"
    )
    mother = await ok(await office.world.client(who.mother).get(f"/orgs/{office.org_id}/visits/{visit}"))
    assert mother["place"] == "外婆家 8 号 302"


async def test_it_does_not_learn_what_another_guardian_signed(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming, agrees=False))
    clock.advance(HOUR)
    await move(office, new(office))
    thief = await sms(office, new(office), who.father)
    seen = await ok(await thief.get(office.own(notice)))
    assert (seen["asked"], seen["children"][0]["others"]) == (False, [])
    [line] = (await ok(await thief.get("/me/notices")))["items"]
    assert line["children"][0]["others"] == []


async def test_a_colleague_s_templates_are_closed_with_what_they_are_for(office: Office) -> None:
    who = office.world.people
    await move(office, new(office), who.wang)
    thief = await sms(office, new(office), who.wang)
    refused = await thief.get(f"/orgs/{office.org_id}/notice-templates")
    assert slug(refused) == CLOSED
