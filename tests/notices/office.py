"""Notices written over HTTP and carried by the worker, in short words; the world's people, the city's runner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from api.core.db import uuid7
from api.notices.queries import SELECT_TIED
from jobs.kinds import HANDLERS
from tests.counselling.desk import ok, version
from tests.jobs.city import City
from tests.world import Person, World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Office:
    """The northern school, its notices and its worker."""

    world: World
    city: City

    @property
    def org_id(self) -> int:
        return self.world.north

    @property
    def notices(self) -> str:
        return f"/orgs/{self.org_id}/notices"

    def wish(self, *classes: UUID, **more: Any) -> dict[str, Any]:
        """The body of a notice; to class A unless said otherwise."""
        ids = [str(c) for c in classes or (self.world.north_a,)]
        text = {"kind": "information", "titleZh": "秋游", "bodyZh": "周五八点集合。"}
        return {**text, "audience": {"classIds": ids}, **more}

    async def try_add(self, by: Person, *classes: UUID, **more: Any) -> httpx.Response:
        return await self.world.client(by).post(self.notices, json=self.wish(*classes, **more))

    async def add(self, by: Person, *classes: UUID, **more: Any) -> Any:
        """A draft that must succeed."""
        return await ok(await self.try_add(by, *classes, **more), 201)

    async def try_send(self, by: Person, notice: Any, at: datetime | None = None) -> httpx.Response:
        body = {"sendAt": at.isoformat()} if at else {}
        path = f"{self.notices}/{notice['noticeId']}/send"
        return await self.world.client(by).post(path, json=body, headers=version(notice["version"]))

    async def schedule(self, by: Person, notice: Any, at: datetime | None = None) -> Any:
        return await ok(await self.try_send(by, notice, at))

    async def do(self, by: Person, notice: Any, what: str, seen: int | None = None) -> httpx.Response:
        """Cancels or withdraws."""
        path = f"{self.notices}/{notice['noticeId']}/{what}"
        return await self.world.client(by).post(path, headers=version(seen or notice["version"]))

    async def tell(self, by: Person, *classes: UUID, **more: Any) -> Any:
        """A notice that was written, sent and delivered."""
        notice = await self.add(by, *classes, **more)
        await self.schedule(by, notice)
        await self.work()
        return await self.get(by, notice)

    async def get(self, by: Person, notice: Any) -> Any:
        return await ok(await self.world.client(by).get(f"{self.notices}/{notice['noticeId']}"))

    async def work(self) -> None:
        await self.city.work(HANDLERS)

    def own(self, notice: Any, what: str = "", org_id: int | None = None) -> str:
        """A notice's address for its recipient."""
        return f"/orgs/{org_id or self.org_id}/me/notices/{notice['noticeId']}{what and '/' + what}"

    async def read(self, by: Person, notice: Any) -> httpx.Response:
        return await self.world.client(by).get(self.own(notice))

    async def answer(self, by: Person, notice: Any, what: str, **more: Any) -> httpx.Response:
        """Opens or acknowledges."""
        return await self.world.client(by).post(self.own(notice, what), **more)

    async def sign(
        self, by: Person, notice: Any, *children: Person, name: str | None = None, **more: Any
    ) -> httpx.Response:
        body = {"name": name or by.name, "studentIds": [str(c.account_id) for c in children], "agrees": True, **more}
        return await self.world.client(by).post(self.own(notice, "sign"), json=body)

    async def reach(self, by: Person, **audience: Any) -> Any:
        """How many people and students an audience has."""
        found = await self.preview(by, **audience)
        return {name: found[name] for name in ("people", "students")}

    async def preview(self, by: Person, **audience: Any) -> Any:
        """The same, with the channels by which they are reached."""
        return await ok(await self.world.client(by).post(f"{self.notices}/audience", json=audience))

    async def receipts(self, by: Person, notice: Any, **params: Any) -> Any:
        path = f"{self.notices}/{notice['noticeId']}/receipts"
        return await ok(await self.world.client(by).get(path, params=params))

    async def recipients(self, notice: Any) -> dict[str, Any]:
        """Whom it reaches today, by the world's names, with what they did."""
        names = {getattr(self.world.people, n).account_id: n for n in self.world.people.__dataclass_fields__}
        rows = await self.world.sql(
            self.org_id,
            f"with tied as ({SELECT_TIED}) select d.account_id, bool_or(d.student_id is null) as as_staff,"
            "   array_remove(array_agg(d.student_id order by d.student_id), null) as student_ids,"
            "   r.language, r.opened_at,"
            "   (select max(q.acknowledged_at) from notice_receipts q"
            "    where q.org_id = $1 and q.notice_id = $2 and q.account_id = d.account_id) as acknowledged_at,"
            "   (select max(q.signed_at) from notice_signatures q"
            "    where q.org_id = $1 and q.notice_id = $2 and q.account_id = d.account_id) as signed_at"
            " from tied d left join notice_recipients r on r.org_id = $1 and r.notice_id = $2 and r.account_id = d.account_id"
            " group by d.account_id, r.language, r.opened_at",
            *(self.org_id, UUID(notice["noticeId"]), "sign"),
        )
        return {names.get(r["account_id"], str(r["account_id"])): r for r in rows}

    async def mine(self, by: Person, **params: Any) -> list[Any]:
        return (await ok(await self.world.client(by).get("/me/notices", params=params)))["items"]

    async def inbox(self, by: Person) -> list[tuple[str, bool]]:
        """Titles of what a person was told, newest first, and whether it counts as read."""
        items = (await ok(await self.world.client(by).get("/me/inbox")))["items"]
        return [(i["title"], i["readAt"] is not None) for i in items]

    async def sibling(self, guardian: Person, student: Person, order: int = 5) -> None:
        """Makes somebody, already a guardian here, the guardian of one more student."""
        await self.world.sql(
            self.org_id,
            "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
            " values ($1, $2, $3, 'mother', $4, $5)",
            *(self.org_id, student.account_id, guardian.account_id, order, self.world.now),
        )

    async def parent(self, teacher: Person, student: Person) -> None:
        """Makes a member of staff a guardian too."""
        await self.world.sql(
            self.org_id,
            "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4)",
            *(self.org_id, teacher.account_id, teacher.name, self.world.now),
        )
        await self.world.operate(
            self.org_id, "select membership_put($1, 'guardian', $2)", [teacher.account_id], self.world.now
        )
        await self.sibling(teacher, student)

    async def leave(self, student: Person) -> None:
        """A student leaves the school; the tie to the guardians stays in the books."""
        end = "update students set ended_at = $3 where org_id = $1 and student_id = $2"
        await self.world.sql(self.org_id, end, self.org_id, student.account_id, self.world.now)

    async def crowd(self, families: int, *, class_id: UUID | None = None) -> None:
        """Students in a class of their own, each with a mother; accounts of nobody's."""
        class_id = class_id or self.world.north_b
        students, mothers = [uuid7() for _ in range(families)], [uuid7() for _ in range(families)]
        org_id, now, tag = self.org_id, self.world.now, uuid4().hex[:6]
        await self.world.sql(
            org_id,
            "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
            " select $1, u.id, $3, $4 || u.n, '学生' || u.n, 'male', $5 from unnest($2::uuid[]) with ordinality as u (id, n)"
            " on conflict do nothing",
            *(org_id, students, class_id, tag, now),
        )
        await self.world.sql(
            org_id,
            "insert into guardians (org_id, guardian_id, name, updated_at)"
            " select $1, u.id, '家长' || u.n, $3 from unnest($2::uuid[]) with ordinality as u (id, n)"
            " on conflict do nothing",
            *(org_id, mothers, now),
        )
        await self.world.sql(
            org_id,
            "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
            " select $1, u.s, u.g, 'mother', 1, $4 from unnest($2::uuid[], $3::uuid[]) as u (s, g)"
            " on conflict do nothing",
            *(org_id, students, mothers, now),
        )
        # Planned for empty tables, an audience of a thousand can take longer than a statement may; autovacuum comes within a minute.
        await self.world.operate(org_id, "analyze students, guardians, guardianships")


def ids(*people: Person) -> list[UUID]:
    return sorted(p.account_id for p in people)
