"""The rule table: deny by default, one rule for one object and for a list."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core import access
from api.core.access import ME, PUBLIC, Action, Actor, Resource, Role, Scope
from api.core.errors import Forbidden, NotFound, StepUpNeeded, Unauthenticated
from api.core.feature import Duplicate, Feature, Registry
from api.counselling import actions as counselling
from api.directory import actions as directory
from api.features import FEATURES, REGISTRY
from api.messages.templates import NEUTRAL

IDS = [uuid4() for _ in range(4)]
ids = st.sampled_from(IDS)
sets = st.frozensets(ids, max_size=2)
actions = st.sampled_from([a for a in REGISTRY.actions.values() if a not in {PUBLIC, ME}])


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    return Actor(
        account_id=draw(ids),
        org_id=1,
        roles=frozenset(draw(st.frozensets(st.sampled_from(list(Role)), max_size=3))),
        session_id=uuid4(),
        lead_class_ids=draw(sets),
        taught_class_ids=draw(sets),
        child_ids=draw(sets),
        barred_ids=draw(sets),
    )


@st.composite
def resources(draw: st.DrawFn) -> Resource:
    maybe = st.none() | ids
    return Resource(
        org_id=draw(st.sampled_from([1, 1, 1, 2])),
        kind="booking",
        resource_id=draw(maybe),
        about=draw(maybe),
        student_id=draw(maybe),
        class_id=draw(maybe),
        people=draw(sets),
    )


def is_barred(actor: Actor, resource: Resource) -> bool:
    """A court's order stands above every role."""
    return bool(actor.barred_ids & {resource.student_id, resource.about, resource.resource_id})


def allowed(actor: Actor, action: Action, resource: Resource) -> bool:
    """The rule table read aloud, apart from how `access` computes it."""
    if resource.org_id != actor.org_id or is_barred(actor, resource):
        return False
    meanings = {
        Scope.ORG: True,
        Scope.LEAD_CLASS: resource.class_id in actor.lead_class_ids,
        Scope.TAUGHT_CLASS: resource.class_id in actor.taught_class_ids,
        Scope.CHILD: resource.student_id in actor.child_ids,
        Scope.SELF: resource.student_id == actor.account_id,
        Scope.OWN: actor.account_id in resource.people,
    }
    return any(meanings[action.rule[role]] for role in actor.roles if role in action.rule)


@given(actors(), actions, resources())
def test_a_check_says_what_the_table_says(actor: Actor, action: Action, resource: Resource) -> None:
    try:
        access.check(actor, action, resource)
    except StepUpNeeded:
        assert action.second_factor
        assert actor.assurance < 2
    except (Forbidden, NotFound):
        assert not allowed(actor, action, resource)
    else:
        assert allowed(actor, action, resource)


@given(actors(), actions, resources())
def test_a_list_shows_exactly_what_may_be_opened(actor: Actor, action: Action, resource: Resource) -> None:
    """The five arguments of a list's SQL, applied as SQL applies them."""
    reach = access.reach(actor, action)
    here = resource.org_id == actor.org_id and not is_barred(actor, resource)
    listed = here and (
        reach.everything
        or resource.class_id in reach.class_ids
        or resource.student_id in reach.student_ids
        or reach.account_id in resource.people
    )
    assert listed == allowed(actor, action, resource)


def test_every_action_has_a_rule() -> None:
    assert all(action.rule or action in {PUBLIC, ME} for action in REGISTRY.actions.values())


def test_no_two_actions_share_a_name() -> None:
    """The audit tells actions apart by name."""
    twice = Feature(name="twice", actions=(Action("notice_read", {}),))
    with pytest.raises(Duplicate, match="notice_read"):
        Registry((*FEATURES, twice))
    with pytest.raises(Duplicate, match="me"):
        Registry([Feature(name="mine", actions=(Action("me", {}),))])
    with pytest.raises(Duplicate, match="notice_sign"):
        Registry((*FEATURES, Feature(name="twice", templates={"notice_sign": NEUTRAL})))


def test_every_feature_is_listed_with_all_its_actions() -> None:
    """A folder that has a `feature` module but no line in `api.features` would be half registered."""
    folders = {path.parent.name for path in Path("api").glob("*/feature.py") if path.parent.name != "core"}
    assert folders == {feature.name for feature in FEATURES}
    named = {
        path.parent.name: len(re.findall(r"^[A-Z_]+ = Action", path.read_text(), re.M))
        for path in Path("api").glob("*/actions.py")
    }
    assert named == {feature.name: len(feature.actions) for feature in FEATURES if feature.actions}


def test_who_has_no_role_is_refused_and_who_has_none_here_finds_nothing() -> None:
    stranger = Actor(account_id=IDS[0], org_id=1, roles=frozenset())
    teacher = Actor(account_id=IDS[0], org_id=1, roles=frozenset({Role.CLASS_TEACHER}))
    student = Resource(org_id=1, kind="student", student_id=IDS[1], class_id=IDS[2])
    with pytest.raises(Forbidden):
        access.check(stranger, directory.STUDENT_READ, student)
    with pytest.raises(NotFound):
        access.check(teacher, directory.STUDENT_READ, student)


def test_oneself_needs_a_session_and_is_oneself() -> None:
    me = Resource(org_id=0, kind="account", people=frozenset({IDS[0]}))
    with pytest.raises(Unauthenticated):
        access.check(Actor(account_id=IDS[0], org_id=0, roles=frozenset()), ME, me)
    with pytest.raises(NotFound):
        access.check(Actor(account_id=IDS[1], org_id=0, roles=frozenset(), session_id=uuid4()), ME, me)
    access.check(Actor(account_id=IDS[0], org_id=0, roles=frozenset(), session_id=uuid4()), ME, me)


def test_the_worker_may_do_what_its_tasks_say() -> None:
    access.check(access.system(1), counselling.BOOKING_CHANGE, Resource(org_id=1, kind="booking"))
    assert access.reach(access.system(1), counselling.BOOKING_READ).everything
