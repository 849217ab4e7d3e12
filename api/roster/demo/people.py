"""Persons and their phone numbers.

No operator has been given numbers that begin with 164. They pass the rule for mainland mobiles, and no message of a demo can
ever reach a living person.
"""

from dataclasses import dataclass, field
from random import Random

from api.roster.demo import names
from api.roster.demo.names import Age, Sex

PREFIX = "164"
_FIXED = 10_000  # numbers below are given by hand to the people one signs in as
_ROOM = 100_000_000 - _FIXED
_STEP = 48_271  # coprime to _ROOM: a walk that meets every number once, in no order that one sees


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone. `sex` decides who may be whose mother or father."""

    name: str
    phone: str
    sex: Sex
    email: str = ""


def fixed_phone(number: int) -> str:
    """The phone of one of the people that one signs in as: 164 0000 0001 and on."""
    return f"{PREFIX}{number:08d}"


@dataclass(slots=True)
class People:
    """Makes persons, each with a phone of their own. `chance` is shared by the whole city."""

    chance: Random
    made: int = field(default=0)

    def person(self, age: Age, sex: Sex, surname: str | None = None, mail: float = 0.0) -> Person:
        """A person; `mail` is how likely they have a mail address."""
        phone = f"{PREFIX}{_FIXED + self.made * _STEP % _ROOM:08d}"
        self.made += 1
        name = (surname or names.surname(self.chance)) + names.given(self.chance, age, sex)
        email = f"p{phone[3:]}@mail.example" if self.chance.random() < mail else ""
        return Person(name=name, phone=phone, sex=sex, email=email)
