"""Checks an actor against the rule of an action. The same rule guards one object (`require`) and filters a list (`reach`).

Deny by default: an action that a role is not given is refused, and a route without an action stops the start.
Everything here is a pure function of the actor and the resource.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core.errors import Forbidden, NotFound, NumberMovedLately, StepUpNeeded, Unauthenticated
from api.core.roles import Action as Action  # noqa: PLC0414  # passed on
from api.core.roles import Role as Role  # noqa: PLC0414  # passed on
from api.core.roles import Scope as Scope  # noqa: PLC0414  # passed on

PUBLIC = Action("public", {})
"""Needs no sign-in."""
ME = Action("me", {})
"""Any session, about its own person alone."""
AUDIT_READ = Action("audit_read", {Role.CUSTODIAN: Scope.ORG})
ACTIONS = (PUBLIC, ME, AUDIT_READ)
"""The actions that belong to no feature."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, in which organisation, as what. `assurance` 2: with a second factor. `closed_before`: what is one's own and
    older is closed to this sign-in, since a student's secret was reset, or a number moved, and nobody proved the old one.
    `all_closed`: by a PIN on a class's tablet; what others made for the student is closed as well.
    `appointed_by`: who gave this colleague a part that opens reports; they see none about that person. `role_by`: who gave
    them their first role; by a role they see none about that one.
    `number_moved_at`: a school moved this person's number lately, and the new number alone says who is here (0285).
    `only_guardian`: today's roster has this person as a guardian here, and as nothing else; false also where nobody looked.
    `barred_ids`: students from whom a court's order bars this person; nothing about them is there for them, whatever the role.
    """

    account_id: UUID
    org_id: int
    roles: frozenset[Role]
    session_id: UUID | None = None
    assurance: int = 1
    language: str = "zh-CN"
    closed_before: datetime | None = None
    all_closed: bool = False
    number_moved_at: datetime | None = None
    appointed_by: UUID | None = None
    role_by: UUID | None = None
    lead_class_ids: frozenset[UUID] = frozenset()
    taught_class_ids: frozenset[UUID] = frozenset()
    child_ids: frozenset[UUID] = frozenset()
    barred_ids: frozenset[UUID] = frozenset()
    class_id: UUID | None = None
    only_guardian: bool = False
    time_zone: str = "Asia/Shanghai"
    system: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.time_zone)


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule looks at. Leave out what must not open it: a private booking names no student and no class.

    `about`: the student whom it concerns, also where the rule does not look at them. It opens nothing, and closes to who is barred.
    """

    org_id: int
    kind: str
    resource_id: UUID | None = None
    student_id: UUID | None = None
    class_id: UUID | None = None
    people: frozenset[UUID] = frozenset()
    about: UUID | None = None


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as arguments of a list's SQL: everything, these classes, these students, or what this account is part of.

    `barred_ids`: students whom no list names to this actor.
    """

    everything: bool
    class_ids: list[UUID]
    student_ids: list[UUID]
    account_id: UUID | None
    barred_ids: list[UUID]


def scopes(actor: Actor, action: Action) -> frozenset[Scope]:
    """The scopes that the actor's roles are given for an action."""
    return frozenset(action.rule[role] for role in actor.roles if role in action.rule)


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
        barred_ids=sorted(actor.barred_ids),
    )


def within(reach: Reach, actor: Actor, resource: Resource) -> bool:
    """Whether one resource lies within a reach: what the lists' SQL says, said once more for one object."""
    if resource.org_id != actor.org_id or is_barred(actor, resource):
        return False
    return (
        reach.everything
        or resource.class_id in reach.class_ids
        or resource.student_id in reach.student_ids
        or (reach.account_id is not None and reach.account_id in resource.people)
    )


def is_barred(actor: Actor, resource: Resource) -> bool:
    """Whether a court's order bars the actor from the student whom a resource is about, or is."""
    return not actor.barred_ids.isdisjoint((resource.student_id, resource.about, resource.resource_id))


def check(actor: Actor, action: Action, resource: Resource) -> None:
    """Raises Forbidden where the role lacks the action, StepUpNeeded where it takes a second factor, NumberMovedLately where it takes a
    number that was not moved lately, NotFound out of its reach.
    """
    if actor.system:
        return
    if action == ME:
        if actor.session_id is None:
            raise Unauthenticated
        if actor.account_id not in resource.people:
            raise NotFound
        return
    if not scopes(actor, action):
        raise Forbidden
    if action.second_factor:
        check_assurance(actor)
    if action.settled_number:
        check_number(actor)
    if not within(reach(actor, action), actor, resource):
        raise NotFound


def check_assurance(actor: Actor) -> None:
    """Staff open confidential text only after password and TOTP (DESIGN 5). Raises StepUpNeeded."""
    if Role.STAFF in actor.roles and actor.assurance < 2:
        raise StepUpNeeded


def check_number(actor: Actor) -> None:
    """Who was given somebody's number is not that person yet (0285). Raises NumberMovedLately."""
    if actor.number_moved_at is not None:
        raise NumberMovedLately


def system(org_id: int) -> Actor:
    """The worker itself, inside one organisation."""
    return Actor(account_id=UUID(int=0), org_id=org_id, roles=frozenset(), system=True)
