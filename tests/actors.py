"""Who everybody of the world is in each organisation, said without asking the database."""

from uuid import UUID, uuid4

from api.core.access import Actor, Role
from tests.world import Person, World


def actor(world: World, person: Person, org_id: int) -> Actor:
    """What a person is in an organisation: the world's own words, independent of the database's answer."""
    who = world.people
    staff: dict[tuple[int, str], set[Role]] = {
        (world.north, "wang"): {Role.CLASS_TEACHER, Role.SUBJECT_TEACHER},
        (world.north, "chen"): {Role.CLASS_TEACHER},
        (world.north, "lin"): {Role.COUNSELLOR},
        (world.north, "gao"): {Role.LEADER},
        (world.north, "he"): {Role.CUSTODIAN},
        (world.north, "north_admin"): {Role.SCHOOL_ADMIN},
        (world.south, "sun"): {Role.CLASS_TEACHER},
        (world.south, "zhao"): {Role.COUNSELLOR},
        (world.south, "south_admin"): {Role.SCHOOL_ADMIN},
    }
    lead = {"wang": {world.north_a}, "chen": {world.north_b}, "sun": {world.south_a}}
    taught = {"wang": {world.north_b}}
    children = {
        (world.north, "mother"): {who.ming},
        (world.north, "father"): {who.ming},
        (world.north, "jun_mother"): {who.jun},
        (world.south, "mother"): {who.tao},
        (world.south, "lei_father"): {who.lei},
    }
    students = {world.north: {"ming", "hong", "jun"}, world.south: {"tao", "lei"}}
    roles = set(staff.get((org_id, person.name), set[Role]()))
    if roles:
        roles.add(Role.STAFF)
    mine = frozenset(c.account_id for c in children.get((org_id, person.name), set[Person]()))
    if mine:
        roles.add(Role.GUARDIAN)
    if person.name in students.get(org_id, set[str]()):
        roles.add(Role.STUDENT)
    return Actor(
        account_id=person.account_id,
        org_id=org_id,
        roles=frozenset(roles),
        session_id=uuid4(),
        assurance=2,
        lead_class_ids=frozenset(lead.get(person.name, set[UUID]()) if Role.CLASS_TEACHER in roles else set[UUID]()),
        taught_class_ids=frozenset(
            taught.get(person.name, set[UUID]()) if Role.SUBJECT_TEACHER in roles else set[UUID]()
        ),
        child_ids=mine,
    )
