"""Somebody of a world who has no phone and is known by a mail address (0331)."""

from api.core.sealing import Sealer
from tests.world import Person, World

REMOVE_PHONE = "delete from login_keys where account_id = $1 and kind = 'phone'"
ADD_MAIL = "insert into login_keys (account_id, key_hash, kind, sealed) values ($1, $2, 'mail', $3)"


async def by_mail(world: World, sealer: Sealer, person: Person) -> str:
    """Takes the person's phone number away; the mail address that they are known by instead."""
    mail = f"{person.account_id}@example.cn"
    sealed = sealer.seal_contact("mail", person.account_id, mail)
    await world.operate(0, REMOVE_PHONE, person.account_id)
    await world.operate(0, ADD_MAIL, person.account_id, sealer.login(mail), sealed)
    return mail
