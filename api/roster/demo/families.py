"""Families: who cares for a child, where they live, and what a school would know of their needs."""

from collections import deque
from dataclasses import dataclass, field
from random import Random

from api.roster.demo import names
from api.roster.demo.people import People, Person

# Shares as large surveys find them, rounded.
LEFT_BEHIND, SINGLE, HARDSHIP, MIGRANT, DISABLED, MOVED = 0.07, 0.06, 0.05, 0.12, 0.006, 0.015
ORPHAN, WITHOUT_CARE = 0.0006, 0.0015
SIBLING = 0.13
_RECENT = 600
_MOST_CHILDREN = 3

_STREETS = (
    "青禾路",
    "望江路",
    "书院街",
    "槐树街",
    "东湖路",
    "新桥巷",
    "文昌路",
    "柳荫街",
    "北门大街",
    "石榴巷",
    "明德路",
    "春晖路",
)
_ESTATES = ("青禾花园", "望江苑", "书香里", "东湖雅居", "槐荫小区", "新桥新村", "文昌公寓", "春晖家园", "职工宿舍")
# The middle of the Badain Jaran desert: nobody lives at a made-up address there.
CENTRE = (102.40, 39.80)


@dataclass(slots=True)
class Family:
    """A household. `guardians` in order of contact with the word for the relation; `years`: entry years of its children."""

    surname: str
    guardians: list[tuple[Person, str]]
    needs: set[str]
    address: str
    longitude: str
    latitude: str
    years: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class Families:
    """Makes families; some children are siblings of children made a little earlier, also in another school."""

    chance: Random
    people: People
    recent: deque[Family] = field(default_factory=lambda: deque[Family](maxlen=_RECENT))

    def of_child(self, year: int, middle: tuple[float, float], teachers: list[Person]) -> Family:
        """The family of a child that principal school in `year`. A teacher may be one of the parents."""
        family = self._with_sibling(year) if self.chance.random() < SIBLING else None
        if family is None:
            family = self.make(middle, self.chance.choice(teachers) if self.chance.random() < 0.004 else None)
            self.recent.append(family)
        family.years.append(year)
        return family

    def _with_sibling(self, year: int) -> Family | None:
        for _ in range(4):
            if not self.recent:
                return None
            family = self.chance.choice(self.recent)
            if len(family.years) < _MOST_CHILDREN and year not in family.years:
                return family
        return None

    def make(self, middle: tuple[float, float], parent: Person | None = None) -> Family:
        """A new family that lives around `middle`."""
        chance = self.chance
        needs = {
            need
            for need, share in (("留守", LEFT_BEHIND), ("单亲", SINGLE), ("困难", HARDSHIP), ("随迁", MIGRANT))
            if chance.random() < share
        }
        if chance.random() < ORPHAN:
            needs = {"孤儿", "困难"}
        elif chance.random() < WITHOUT_CARE:
            needs = {"事实无人抚养"}
        if "留守" in needs:
            needs.discard("随迁")
        surname = names.surname(chance)
        if parent is not None:
            needs, surname = set[str](), parent.name[0] if parent.sex == "male" else surname
        return Family(surname, self._guardians(surname, needs, parent), needs, *self._home(middle))

    def _guardians(self, surname: str, needs: set[str], parent: Person | None) -> list[tuple[Person, str]]:
        chance = self.chance
        if needs & {"孤儿", "事实无人抚养"}:
            return [self._elder(surname)]
        mother = (self.people.person("parent", "female", mail=0.3), "母亲")
        father = (self.people.person("parent", "male", surname, mail=0.3), "父亲")
        if parent is not None:
            mother, father = ((parent, "母亲"), father) if parent.sex == "female" else (mother, (parent, "父亲"))
        parents = [mother, father] if chance.random() < 0.72 else [father, mother]
        if "单亲" in needs:
            needs.add(chance.choices(("父母离异", "丧亲", ""), (70, 15, 15))[0])
            needs.discard("")
            parents = [mother if chance.random() < 0.7 else father]
        if "留守" in needs:
            return [self._elder(surname), *parents]
        return [*parents, self._elder(surname)] if chance.random() < 0.09 else parents

    def _elder(self, surname: str) -> tuple[Person, str]:
        word = self.chance.choices(("奶奶", "爷爷", "外婆", "外公"), (45, 20, 27, 8))[0]
        male = word in {"爷爷", "外公"}
        return self.people.person("elder", "male" if male else "female", surname if word == "爷爷" else None), word

    def _home(self, middle: tuple[float, float]) -> tuple[str, str, str]:
        chance = self.chance
        if chance.random() < 0.03:
            return "", "", ""
        address = (
            f"青禾区{chance.choice(_STREETS)}{chance.randint(1, 280)}号{chance.choice(_ESTATES)}"
            f"{chance.randint(1, 24)}栋{chance.randint(1, 4)}单元{chance.randint(1, 18)}0{chance.randint(1, 4)}室"
        )
        if chance.random() < 0.1:
            return address, "", ""
        return address, f"{chance.gauss(middle[0], 0.016):.6f}", f"{chance.gauss(middle[1], 0.012):.6f}"


def own_needs(chance: Random) -> set[str]:
    """Needs of a child that siblings do not share."""
    return {need for need, share in (("残疾", DISABLED), ("中途转入", MOVED)) if chance.random() < share}
