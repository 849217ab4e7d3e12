"""The demo's corner of a city, and whole cities for the bench: organisations with the rows of their workbooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from api.roster.demo.families import CENTRE, Families, Family
from api.roster.demo.people import People, Person, fixed_phone
from api.roster.demo.school import Rows, SchoolMaker, Stage, no_rows
from api.roster.values import OrgKind

BUREAU, MIDDLE, PRIMARY, STATION = 100, 101, 102, 103
SEED = 20260901


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrg:
    """An organisation of the city; `serves` are the schools whose families it counsels (C2)."""

    org_id: int
    parent_id: int | None
    kind: OrgKind
    name_zh: str
    name_en: str
    serves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgRows:
    """An organisation with its workbook's rows."""

    org: DemoOrg
    rows: Rows


ORGS = {
    BUREAU: DemoOrg(
        org_id=BUREAU, parent_id=None, kind="bureau", name_zh="青禾区教育局", name_en="Qinghe District Education Bureau"
    ),
    MIDDLE: DemoOrg(
        org_id=MIDDLE,
        parent_id=BUREAU,
        kind="school",
        name_zh="青禾区第一初级中学",
        name_en="Qinghe No. 1 Middle School",
    ),
    PRIMARY: DemoOrg(
        org_id=PRIMARY,
        parent_id=BUREAU,
        kind="school",
        name_zh="青禾区书院街小学",
        name_en="Qinghe Shuyuan Street Primary School",
    ),
    STATION: DemoOrg(
        org_id=STATION,
        parent_id=BUREAU,
        kind="centre",
        name_zh="青禾区青少年健康成长辅导中心",
        name_en="Qinghe District Youth Counselling Centre",
        serves=(MIDDLE, PRIMARY),
    ),
}

ADMIN_MIDDLE = Person("郑建华", fixed_phone(1), "male", "admin@yizhong.example")
ADMIN_PRIMARY = Person("何秀兰", fixed_phone(2), "female", "admin@shuyuan.example")
ADMIN_STATION = Person("苏敏", fixed_phone(3), "female", "admin@zhongxin.example")
OFFICER = Person("唐国强", fixed_phone(4), "male", "tang@jyj.example")
OFFICER_SECOND = Person("罗敏", fixed_phone(5), "female", "luomin@jyj.example")
_OFFICERS = [(OFFICER, "教育局管理员;学校管理员"), (OFFICER_SECOND, "教育局管理员")]
COUNSELLOR = Person("林静", fixed_phone(11), "female", "linjing@zhongxin.example")
COUNSELLOR_PRIMARY = Person("叶晓琳", fixed_phone(12), "female", "yexiaolin@shuyuan.example")
COUNSELLOR_STATION = Person("顾明", fixed_phone(13), "male", "guming@zhongxin.example")
TEACHER_MIDDLE = Person("周丽华", fixed_phone(21), "female", "zhoulihua@yizhong.example")
TEACHER_PRIMARY = Person("沈洁", fixed_phone(22), "female", "shenjie@shuyuan.example")
LEADER_MIDDLE = Person("彭志远", fixed_phone(23), "male", "peng@yizhong.example")
LEADER_PRIMARY = Person("蒋文娟", fixed_phone(24), "female", "jiang@shuyuan.example")
MOTHER = Person("陈雪梅", fixed_phone(31), "female", "chenxuemei@mail.example")
FATHER = Person("李伟东", fixed_phone(32), "male", "liweidong@mail.example")
CHILD_CLASS = "七年级(1)班"


def demo(school_year: int, seed: int = SEED) -> Iterator[OrgRows]:
    """Bureau, centre and two schools (36 and 18 classes, about 2,400 students), with a counsellor and a family that span them."""
    chance = Random(seed)  # noqa: S311  # lifelike, not secret: the same city for the same seed
    people = People(chance)
    families = Families(chance, people)
    yield OrgRows(org=ORGS[BUREAU], rows=_office(_OFFICERS, people, "教育局管理员"))
    counsellors = [
        (ADMIN_STATION, "学校管理员;校领导"),
        (COUNSELLOR, "心理教师;档案保管人"),
        (COUNSELLOR_STATION, "心理教师"),
    ]
    yield OrgRows(org=ORGS[STATION], rows=_office(counsellors, people, "心理教师"))
    family = Family(
        "李",
        [(MOTHER, "母亲"), (FATHER, "父亲")],
        set(),
        "青禾区书院街36号书香里5栋2单元602室",
        "102.401200",
        "39.802300",
    )
    yield OrgRows(
        org=ORGS[MIDDLE],
        rows=SchoolMaker(
            chance=chance, people=people, families=families, stage="middle", classes=36, school_year=school_year,
            middle=CENTRE, mail="yizhong.example", planted={f"{school_year}0101": family},
            cast={"admin": ADMIN_MIDDLE, "leader": LEADER_MIDDLE, "counsellor": COUNSELLOR, "class_teacher": TEACHER_MIDDLE},
        ).make(),
    )  # fmt: skip
    yield OrgRows(
        org=ORGS[PRIMARY],
        rows=SchoolMaker(
            chance=chance, people=people, families=families, stage="primary", classes=18, school_year=school_year,
            middle=(CENTRE[0] + 0.012, CENTRE[1] - 0.008), mail="shuyuan.example",
            planted={f"{school_year - 2}0701": family},
            cast={
                "admin": ADMIN_PRIMARY, "leader": LEADER_PRIMARY, "counsellor": COUNSELLOR_PRIMARY,
                "class_teacher": TEACHER_PRIMARY,
            },
        ).make(),
    )  # fmt: skip


def city(school_year: int, students: int, first_org: int = 1000, seed: int = SEED) -> Iterator[OrgRows]:
    """Schools one after the other until there are exactly this many students; only one school is in memory at a time.

    A city of 1,656,700 (GUA 1.4) has about 1,500 schools, most of them primary.
    """
    chance = Random(seed)  # noqa: S311  # lifelike, not secret
    people = People(chance)
    families = Families(chance, people)
    org_id, left = first_org, students
    while left > 0:
        stage: Stage = "middle" if chance.random() < 0.35 else "primary"
        classes = chance.randrange(12, 37, 3) if stage == "middle" else chance.randrange(12, 37, 6)
        org = DemoOrg(
            org_id=org_id, parent_id=None, kind="school", name_zh=f"第{org_id}学校", name_en=f"School {org_id}"
        )
        rows = SchoolMaker(
            chance=chance, people=people, families=families, stage=stage, classes=classes, school_year=school_year,
            middle=(chance.gauss(CENTRE[0], 0.2), chance.gauss(CENTRE[1], 0.15)), mail=f"s{org_id}.example",
        ).make()  # fmt: skip
        _cut(rows, left)
        yield OrgRows(org=org, rows=rows)
        org_id, left = org_id + 1, left - len(rows["students"])


def _cut(rows: Rows, most: int) -> None:
    """The last school is smaller, so that the number of students is exact."""
    if len(rows["students"]) > most:
        del rows["students"][most:]
        kept = {row[0] for row in rows["students"]}
        rows["guardians"] = [row for row in rows["guardians"] if row[3] in kept]


def _office(known: list[tuple[Person, str]], people: People, others: str) -> Rows:
    """An organisation without students: the people one signs in as, and two colleagues."""
    staff = [*known, *((people.person("parent", "female"), others) for _ in range(2))]
    mail = "qinghe.example"
    rows = [
        [f"G{at:03d}", p.name, p.phone, p.email or f"g{at:03d}@{mail}", roles, "", ""]
        for at, (p, roles) in enumerate(staff, start=1)
    ]
    office = no_rows()
    office["staff"] = rows
    return office
