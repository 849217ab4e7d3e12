"""Whether what somebody is in an organisation is still what it was. Pure."""

import hashlib

import msgspec

from api.core.access import Actor


def ties_of(actor: Actor) -> str:
    """A short word that changes when a role, a class, a child or an order of a court begins or ends, and says nothing else."""
    classes = (actor.lead_class_ids, actor.taught_class_ids, {actor.class_id} - {None})
    people = (actor.child_ids, actor.barred_ids, {actor.appointed_by, actor.role_by} - {None})
    whole = [sorted(map(str, ids)) for ids in (actor.roles, *classes, *people)]
    return hashlib.sha256(msgspec.json.encode([actor.account_id, actor.org_id, whole])).hexdigest()[:16]
