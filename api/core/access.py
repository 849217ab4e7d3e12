"""Who may do what: one table. The same rule guards one object (`require`) and filters a list (`reach`).

Deny by default: an action that a role is not given is refused, and a route without an action stops the start.
Everything here is a pure function of the actor and the resource.
"""

from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

import msgspec

from api.core.errors import Forbidden, NotFound, StepUpNeeded, Unauthenticated
from api.core.roles import Action as Action  # noqa: PLC0414  # passed on
from api.core.roles import Role as Role  # noqa: PLC0414  # passed on
from api.core.roles import Scope as Scope  # noqa: PLC0414  # passed on

_Rule: TypeAlias = Mapping[Role, Scope]
_MEMBERS = (Role.GUARDIAN, Role.STUDENT, Role.STAFF, Role.CLIENT_GUARDIAN, Role.CLIENT_STUDENT)
_EVERYONE: _Rule = dict.fromkeys(_MEMBERS, Scope.ORG)
_TAKES_PART: _Rule = dict.fromkeys(_MEMBERS, Scope.OWN)
# A roster names grade leads but no grade of theirs: they write as class teachers until it does.
_NOTIFIES: _Rule = {
    Role.SCHOOL_ADMIN: Scope.ORG,
    Role.LEADER: Scope.ORG,
    Role.CLASS_TEACHER: Scope.LEAD_CLASS,
}
_RECEIVES: _Rule = dict.fromkeys((Role.GUARDIAN, Role.STUDENT, Role.STAFF), Scope.OWN)
# R4, R6: whoever may own an observation at some rung. Which ones, its rung says (api/observations/cases).
_OWNERS: _Rule = {
    Role.CLASS_TEACHER: Scope.LEAD_CLASS,
    Role.SUBJECT_TEACHER: Scope.TAUGHT_CLASS,
    Role.GRADE_LEAD: Scope.ORG,
    Role.COUNSELLOR: Scope.ORG,
    Role.LEADER: Scope.ORG,
}
_CLASS_STAFF: _Rule = {Role.CLASS_TEACHER: Scope.LEAD_CLASS, Role.SUBJECT_TEACHER: Scope.TAUGHT_CLASS}
_VISIT_TEAM: _Rule = {Role.STAFF: Scope.OWN}
_CLIENTS: _Rule = {Role.CLIENT_GUARDIAN: Scope.CHILD, Role.CLIENT_STUDENT: Scope.SELF}

RULES: Mapping[Action, _Rule] = {
    Action.PUBLIC: {},
    Action.ME: {},
    Action.ORG_READ: _EVERYONE,
    Action.ROSTER_IMPORT: {Role.SCHOOL_ADMIN: Scope.ORG},
    Action.CLASS_READ: {
        Role.SCHOOL_ADMIN: Scope.ORG,
        Role.LEADER: Scope.ORG,
        Role.COUNSELLOR: Scope.ORG,
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.SUBJECT_TEACHER: Scope.TAUGHT_CLASS,
    },
    Action.STUDENT_READ: {
        Role.SCHOOL_ADMIN: Scope.ORG,
        Role.LEADER: Scope.ORG,
        Role.COUNSELLOR: Scope.ORG,
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.SUBJECT_TEACHER: Scope.TAUGHT_CLASS,
        Role.GUARDIAN: Scope.CHILD,
        Role.STUDENT: Scope.SELF,
    },
    Action.STAFF_READ: {Role.STAFF: Scope.ORG},
    Action.STUDENT_CODE_ISSUE: {Role.SCHOOL_ADMIN: Scope.ORG, Role.CLASS_TEACHER: Scope.LEAD_CLASS},
    Action.PROVIDER_READ: _EVERYONE,
    Action.PROVIDER_EDIT: {Role.SCHOOL_ADMIN: Scope.ORG},
    Action.HOURS_READ: {Role.SCHOOL_ADMIN: Scope.ORG, Role.LEADER: Scope.ORG, Role.COUNSELLOR: Scope.OWN},
    Action.HOURS_EDIT: {Role.SCHOOL_ADMIN: Scope.ORG, Role.COUNSELLOR: Scope.OWN},
    Action.SLOT_READ: _EVERYONE,
    Action.BOOKING_ADD: {
        Role.COUNSELLOR: Scope.ORG,
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.GUARDIAN: Scope.CHILD,
        Role.STUDENT: Scope.SELF,
        **_CLIENTS,
    },
    Action.BOOKING_READ: _TAKES_PART,
    Action.BOOKING_CHANGE: _TAKES_PART,
    Action.BOOKING_CLOSE: {Role.COUNSELLOR: Scope.OWN},
    Action.BOOKING_NOTE_READ: {Role.COUNSELLOR: Scope.OWN},
    Action.SESSION_NOTE_READ: {Role.COUNSELLOR: Scope.OWN, Role.CUSTODIAN: Scope.ORG},
    Action.SESSION_NOTE_WRITE: {Role.COUNSELLOR: Scope.OWN},
    Action.MESSAGE_READ: _TAKES_PART,
    Action.NOTICE_SEND: _NOTIFIES,
    Action.NOTICE_FOLLOW: _NOTIFIES,
    Action.NOTICE_READ: _RECEIVES,
    Action.NOTICE_ANSWER: _RECEIVES,
    Action.AUDIT_READ: {Role.CUSTODIAN: Scope.ORG},
    Action.COMMITTEE_APPOINT: {Role.CLASS_TEACHER: Scope.LEAD_CLASS},
    Action.COMMITTEE_READ: {
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.GUARDIAN: Scope.CHILD,
        Role.STUDENT: Scope.SELF,
    },
    Action.COMMITTEE_CONSENT: {Role.GUARDIAN: Scope.CHILD},
    Action.COMMITTEE_END: {
        Role.CLASS_TEACHER: Scope.LEAD_CLASS,
        Role.GUARDIAN: Scope.CHILD,
        Role.STUDENT: Scope.SELF,
    },
    Action.OBSERVATION_ADD: {**_OWNERS, Role.STUDENT: Scope.SELF},
    Action.OBSERVATION_FORM_READ: {Role.STUDENT: Scope.SELF, Role.COUNSELLOR: Scope.ORG},
    Action.OBSERVATION_OWN_READ: {**dict.fromkeys(_OWNERS, Scope.SELF), Role.STUDENT: Scope.SELF},
    Action.OBSERVATION_READ: _OWNERS,
    Action.OBSERVATION_HANDLE: _OWNERS,
    Action.OBSERVER_READ: dict.fromkeys((Role.CLASS_TEACHER, Role.COUNSELLOR, Role.CUSTODIAN), Scope.OWN),
    Action.AVAILABILITY_READ: {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS, **_VISIT_TEAM},
    Action.AVAILABILITY_EDIT: {Role.GUARDIAN: Scope.CHILD},
    Action.VISIT_PROPOSE: {Role.CLASS_TEACHER: Scope.LEAD_CLASS},
    Action.VISIT_READ: {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS, **_VISIT_TEAM},
    Action.VISIT_ANSWER: {Role.GUARDIAN: Scope.CHILD},
    Action.VISIT_CANCEL: {Role.GUARDIAN: Scope.CHILD, Role.CLASS_TEACHER: Scope.LEAD_CLASS, **_VISIT_TEAM},
    Action.VISIT_RECORD: _VISIT_TEAM,
    Action.VISIT_RECORD_READ: {Role.CLASS_TEACHER: Scope.LEAD_CLASS, **_VISIT_TEAM},
    Action.VISIT_FOLLOW_UP: {Role.CLASS_TEACHER: Scope.LEAD_CLASS, **_VISIT_TEAM},
    Action.VISIT_FAMILY_READ: _VISIT_TEAM,
    Action.CONTACT_ADD: _CLASS_STAFF,
    Action.CONTACT_READ: _CLASS_STAFF,
    Action.CONTACT_NOTE_READ: _CLASS_STAFF,
    Action.COVERAGE_READ: {Role.LEADER: Scope.ORG, Role.SCHOOL_ADMIN: Scope.ORG, **_CLASS_STAFF},
    Action.HOTLINE_READ: dict.fromkeys((Role.SCHOOL_ADMIN, Role.OFFICER), Scope.ORG),
    Action.HOTLINE_EDIT: dict.fromkeys((Role.SCHOOL_ADMIN, Role.OFFICER), Scope.ORG),
    Action.FIGURES_READ: {Role.OFFICER: Scope.ORG},
}


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, in which organisation, as what. `assurance` 2: signed in with password and TOTP."""

    account_id: UUID
    org_id: int
    roles: frozenset[Role]
    session_id: UUID | None = None
    assurance: int = 1
    language: str = "zh-CN"
    lead_class_ids: frozenset[UUID] = frozenset()
    taught_class_ids: frozenset[UUID] = frozenset()
    child_ids: frozenset[UUID] = frozenset()
    class_id: UUID | None = None
    system: bool = False


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule looks at. Leave out what must not open it: a private booking names no student and no class."""

    org_id: int
    kind: str
    resource_id: UUID | None = None
    student_id: UUID | None = None
    class_id: UUID | None = None
    people: frozenset[UUID] = frozenset()


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as arguments of a list's SQL: everything, these classes, these students, or what this account is part of."""

    everything: bool
    class_ids: list[UUID]
    student_ids: list[UUID]
    account_id: UUID | None


def scopes(actor: Actor, action: Action) -> frozenset[Scope]:
    """The scopes that the actor's roles are given for an action."""
    rule = RULES[action]
    return frozenset(rule[role] for role in actor.roles if role in rule)


def reach(actor: Actor, action: Action) -> Reach:
    """What a list shows this actor. An actor without any role for the action reaches nothing."""
    given = scopes(actor, action)
    classes = (actor.lead_class_ids if Scope.LEAD_CLASS in given else frozenset[UUID]()) | (
        actor.taught_class_ids if Scope.TAUGHT_CLASS in given else frozenset[UUID]()
    )
    students = (actor.child_ids if Scope.CHILD in given else frozenset[UUID]()) | (
        frozenset({actor.account_id}) if Scope.SELF in given else frozenset[UUID]()
    )
    return Reach(
        everything=actor.system or Scope.ORG in given,
        class_ids=sorted(classes),
        student_ids=sorted(students),
        account_id=actor.account_id if Scope.OWN in given else None,
    )


def within(reach: Reach, actor: Actor, resource: Resource) -> bool:
    """Whether one resource lies within a reach: what the lists' SQL says, said once more for one object."""
    if resource.org_id != actor.org_id:
        return False
    return (
        reach.everything
        or resource.class_id in reach.class_ids
        or resource.student_id in reach.student_ids
        or (reach.account_id is not None and reach.account_id in resource.people)
    )


def check(actor: Actor, action: Action, resource: Resource) -> None:
    """Raises Forbidden where the role lacks the action, NotFound where the resource is out of its reach."""
    if actor.system:
        return
    if action is Action.ME:
        if actor.session_id is None:
            raise Unauthenticated
        if actor.account_id not in resource.people:
            raise NotFound
        return
    if not scopes(actor, action):
        raise Forbidden
    if not within(reach(actor, action), actor, resource):
        raise NotFound


def check_assurance(actor: Actor) -> None:
    """Staff open confidential text only after password and TOTP (DESIGN 5). Raises StepUpNeeded."""
    if Role.STAFF in actor.roles and actor.assurance < 2:
        raise StepUpNeeded


def system(org_id: int) -> Actor:
    """The worker itself, inside one organisation."""
    return Actor(account_id=UUID(int=0), org_id=org_id, roles=frozenset(), system=True)
