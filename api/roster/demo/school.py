"""One school as rows of its workbook: classes, staff with their lessons, students with their families."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from api.roster.demo import names
from api.roster.demo.families import Families, Family, own_needs
from api.roster.demo.people import People, Person
from api.roster.values import SUPPORT
from schemas.roster.rows import SheetKey

Rows = dict[SheetKey, list[list[str]]]
Stage = Literal["primary", "middle"]

GRADES: Mapping[Stage, tuple[str, ...]] = {
    "primary": ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级"),
    "middle": ("七年级", "八年级", "九年级"),
}
_CORE = ("语文", "数学", "英语")
# Subject → how many classes a teacher takes, and in which grades (from the first) it is taught.
_SUBJECTS: Mapping[Stage, Mapping[str, tuple[int, tuple[int, ...]]]] = {
    "primary": {
        "语文": (1, (0, 1, 2, 3, 4, 5)),
        "数学": (2, (0, 1, 2, 3, 4, 5)),
        "英语": (4, (2, 3, 4, 5)),
        "道德与法治": (6, (0, 1, 2, 3, 4, 5)),
        "科学": (6, (0, 1, 2, 3, 4, 5)),
        "体育": (5, (0, 1, 2, 3, 4, 5)),
        "音乐": (9, (0, 1, 2, 3, 4, 5)),
        "美术": (9, (0, 1, 2, 3, 4, 5)),
    },
    "middle": {
        "语文": (2, (0, 1, 2)),
        "数学": (2, (0, 1, 2)),
        "英语": (2, (0, 1, 2)),
        "道德与法治": (6, (0, 1, 2)),
        "历史": (6, (0, 1, 2)),
        "地理": (6, (0, 1)),
        "生物": (6, (0, 1)),
        "物理": (4, (1, 2)),
        "化学": (4, (2,)),
        "体育": (6, (0, 1, 2)),
        "音乐": (12, (0, 1, 2)),
        "美术": (12, (0, 1, 2)),
        "信息科技": (12, (0, 1, 2)),
    },
}


def no_rows() -> Rows:
    """A workbook without any row."""
    return {"classes": [], "students": [], "guardians": [], "staff": []}


@dataclass(slots=True)
class _Teacher:
    person: Person
    roles: list[str]
    lessons: list[str] = field(default_factory=list[str])
    leads: str = ""


@dataclass(slots=True, kw_only=True)
class SchoolMaker:
    """Makes one school. `cast` puts known people into known places: admin, leader, counsellor, first class teacher."""

    chance: Random
    people: People
    families: Families
    stage: Stage
    classes: int
    school_year: int
    middle: tuple[float, float]
    mail: str
    size: tuple[int, int] = (42, 47)
    cast: Mapping[str, Person] = field(default_factory=dict[str, Person])
    planted: Mapping[str, Family] = field(default_factory=dict[str, Family])
    rows: Rows = field(default_factory=no_rows)

    def make(self) -> Rows:
        """The rows of all four sheets."""
        grades = [GRADES[self.stage][at * len(GRADES[self.stage]) // self.classes] for at in range(self.classes)]
        named = [(grade, f"{grade}({at - grades.index(grade) + 1})班") for at, grade in enumerate(grades)]
        year = f"{self.school_year}-{self.school_year + 1}"
        self.rows["classes"] = [[grade, name, year] for grade, name in named]
        teachers = self._teachers(named)
        self.rows["staff"] = [_staff_row(at, t, self.mail) for at, t in enumerate(teachers, start=1)]
        parents = [t.person for t in teachers if "校领导" not in t.roles]
        for at, (grade, name) in enumerate(named):
            self._students(name, at, self.school_year - GRADES[self.stage].index(grade), parents)
        return self.rows

    def _teachers(self, named: list[tuple[str, str]]) -> list[_Teacher]:
        staff = [
            self._one("admin", ["学校管理员"]),
            self._one("leader", ["校领导", "档案保管人"]),
            *(self._one("", ["校领导"]) for _ in range(2)),
            self._one("counsellor", ["心理教师", "档案保管人"]),
            *(self._one("", ["心理教师"]) for _ in range(self.classes * 45 // 1200)),
        ]
        taught: list[_Teacher] = []
        for subject, (load, grades) in _SUBJECTS[self.stage].items():
            where = [name for grade, name in named if GRADES[self.stage].index(grade) in grades]
            for at in range(0, len(where), load):
                first = subject == _CORE[0] and at == 0
                teacher = self._one("class_teacher" if first else "", ["科任教师"])
                teacher.lessons = [f"{name}:{subject}" for name in where[at : at + load]]
                taught.append(teacher)
        self._lead(named, taught)
        return staff + taught

    def _lead(self, named: list[tuple[str, str]], taught: list[_Teacher]) -> None:
        """Each class gets a class teacher out of its own, each grade a lead."""
        led: set[str] = set()
        for grade, name in named:
            own = [t for t in taught if any(lesson.startswith(name + ":") for lesson in t.lessons)]
            teacher = next(t for t in own if not t.leads)
            teacher.leads = name
            teacher.roles.insert(0, "班主任")
            if grade not in led:
                led.add(grade)
                own[1].roles.append("年级组长")

    def _one(self, place: str, roles: list[str]) -> _Teacher:
        sex: names.Sex = "female" if self.chance.random() < 0.68 else "male"
        return _Teacher(self.cast.get(place) or self.people.person("parent", sex), roles)

    def _students(self, class_name: str, at: int, year: int, teachers: list[Person]) -> None:
        taken = set[str]()
        for seat in range(1, self.chance.randint(*self.size) + 1):
            number = f"{year}{at + 1:02d}{seat:02d}"
            family = self.planted.get(number) or self.families.of_child(year, self.middle, teachers)
            # 114 boys to 100 girls, as in the years these children were born.
            sex: names.Sex = "male" if self.chance.random() < 0.532 else "female"
            name = self._name(family.surname, sex, taken)
            self.rows["students"].append(self._student_row(number, name, class_name, family, sex))
            for order, (person, word) in enumerate(family.guardians, start=1):
                self.rows["guardians"].append([person.name, word, person.phone, number, str(order), person.email])

    def _name(self, surname: str, sex: names.Sex, taken: set[str]) -> str:
        # Two of one name in a class would sign in by number; the demo avoids that.
        while (name := surname + names.given(self.chance, "child", sex)) in taken:
            pass
        taken.add(name)
        return name

    def _student_row(self, number: str, name: str, class_name: str, family: Family, sex: names.Sex) -> list[str]:
        needs = family.needs | own_needs(self.chance)
        flags = ["是" if column in needs else "" for column in SUPPORT.values()]
        word = "男" if sex == "male" else "女"
        return [number, name, word, class_name, family.address, family.longitude, family.latitude, *flags]


def _staff_row(at: int, teacher: _Teacher, mail: str) -> list[str]:
    person = teacher.person
    email = person.email or f"t{at:04d}@{mail}"
    return [
        f"T{at:04d}",
        person.name,
        person.phone,
        email,
        ";".join(teacher.roles),
        ";".join(teacher.lessons),
        teacher.leads,
    ]
