"""Somebody of a world who has no phone and is known by a mail address (0331)."""

from api.core.sealing import Sealer
from tests.world import Person, World

SET_LOGIN = """
update login_keys set key_hash = $2, kind = 'mail', sealed = $3 where account_id = $1 and kind = 'phone'
"""


async def by_mail(world: World, sealer: Sealer, person: Person) -> str:
    """Takes the person's phone number away; the mail address that they are known by instead."""
    mail = f"{person.account_id}@example.cn"
    sealed = sealer.seal_contact("mail", person.account_id, mail)
    await world.operate(0, SET_LOGIN, person.account_id, sealer.login(mail), sealed)
    return mail
