"""Starting codes: how a pupil comes to a secret that nobody else knows."""

import secrets
from uuid import UUID

from api.accounts import rules
from api.accounts.pupils import queries
from api.accounts.signin.service import starting_key
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit import Unit
from schemas.accounts import StartingCode


async def issue_starting_code(unit: Unit, student_id: UUID) -> StartingCode:
    """A code that lets one pupil set a secret, once, within a week. Where there was a secret, the pupil is shown the reset.

    Raises NotFound.
    """
    pupil = await queries.find_pupil(unit.conn, unit.actor.org_id, student_id, unit.actor.account_id)
    thing = Thing(
        org_id=unit.actor.org_id,
        kind="student",
        thing_id=student_id,
        class_id=pupil.class_id if pupil else None,
    )
    unit.require(Action.PUPIL_CODE_ISSUE, thing)
    if pupil is None:
        raise NotFound
    code = "".join(secrets.choice(rules.STARTING_LETTERS) for _ in range(8))
    key = starting_key(unit, student_id)
    until = unit.now + rules.STARTING_CODE_LIFE
    await queries.put_code(unit.conn, key, unit.sealer.code(key, code), until)
    if pupil.has_secret:
        await queries.add_reset(unit.conn, student_id, uuid7(), pupil.issuer, unit.now)
    unit.changed(Action.PUPIL_CODE_ISSUE, "student", student_id)
    return StartingCode(code=code, class_code=pupil.class_code, expires_at=until)
