"""Names, numbers and phones that an administrator types, by the rules of an import."""

from api.core.login_addresses import find_login, unfit
from api.core.unit_of_work import Reading
from api.roster.persons.errors import wrong
from api.roster.rules.cells import folded_name, folded_number
from api.roster.values import DIAGNOSES, PLACES


def name_of(uow: Reading, path: str, text: str) -> str:
    """A person's name as it is stored. Raises Invalid."""
    name = folded_name(text)
    if name is None or DIAGNOSES.search(name):
        raise wrong(uow, path, "name")
    return name


def number_of(uow: Reading, path: str, text: str) -> str:
    """A staff number as it is stored. Raises Invalid."""
    number = folded_number(text.strip())
    if number is None:
        raise wrong(uow, path, "number")
    return number


def phone_of(uow: Reading, path: str, text: str) -> str:
    """A mobile number, or the mail address of somebody who has no phone, as it is stored. Raises Invalid."""
    phone = find_login(text)
    if phone is None:
        raise wrong(uow, path, "phone")
    if "@" in phone and (why := unfit(phone)):
        raise wrong(uow, path, why)
    return phone


def address_of(uow: Reading, path: str, text: str) -> str:
    """A home address as it is stored; empty for none. Raises Invalid."""
    address = " ".join(text.split())
    if DIAGNOSES.search(PLACES.sub("", address)):
        raise wrong(uow, path, "diagnosis")
    return address
