"""The centre in a random year: it begins and ends to serve the northern school, Qian works there and leaves, families book, and perhaps Qian is one of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from api.core.local_time import local_day
from api.roster.command import OrgNew, add_orgs, end_services
from tests.counselling.desk import TUESDAY, centre_desk, ok
from tests.jobs.city import City
from tests.roster.random_year import DAY, Year

OPEN = "select booking_id from bookings where org_id = $1 and state = 'confirmed' and starts_at > $2"


@dataclass
class Talk:
    """A talk at the centre. `over`: its guardian's tie ended since it was booked, or Qian left or was barred."""

    student: UUID
    guardian: UUID
    over: bool = False


class Centre:
    """What happens there, and what it may go on with."""

    def __init__(self, year: Year) -> None:
        who = year.world.people
        self.year, self.world, self.qian = year, year.world, who.qian
        self.talks: dict[str, Talk] = {}
        self.serves, self.works = False, True
        year.people[self.qian.account_id] = self.qian
        year.model.children[self.qian.account_id] = set()
        year.model.phones[self.qian.account_id] = self.qian.phone

    async def open(self, city: City) -> None:
        """It begins to serve the school."""
        self.city = city
        self.desk = await centre_desk(self.world, self.qian)
        await self.begin_service()

    async def begin_service(self) -> None:
        org = OrgNew(
            org_id=self.desk.org_id,
            parent_id=None,
            kind="centre",
            name_zh="中心",
            name_en="Centre",
            serves=(self.world.north,),
        )
        await add_orgs(self.city.database.owner_url, [org])
        self.serves = True

    async def end_service(self) -> None:
        owner = self.city.database.owner_url
        await end_services(owner, self.desk.org_id, [self.world.north], self.year.clock.now())
        self.serves = False

    async def qian_leaves(self) -> None:
        if not self.works:
            return
        answer = await self._of_staff("POST", f"staff/{self.qian.account_id}/end", {"successorId": None})
        assert answer.status_code == 200, answer.text
        self.works = False
        for talk in self.talks.values():
            talk.over = True

    async def qian_comes(self) -> None:
        """Back, with hours in another room."""
        if self.works:
            return
        parts: dict[str, Any] = {"roles": ["counsellor"], "leads": [], "teaches": []}
        new = {"name": self.qian.name, "number": self.qian.name, "phone": self.qian.phone, **parts}
        assert (await self._of_staff("POST", "staff", new)).status_code == 200
        await self.year.signed(self.qian.account_id)
        today = local_day(self.year.clock.now(), "Asia/Shanghai")
        self.desk, self.works = await centre_desk(self.world, self.qian, validFrom=str(today)), True

    async def _of_staff(self, method: str, path: str, body: Any) -> httpx.Response:
        client = await self.world.sign_in(self.world.people.centre_admin, assurance=2)
        base = f"/orgs/{self.desk.org_id}/roster/"
        headers: dict[str, str] = {}
        if path != "staff":
            shown = await ok(await client.get(base + "/".join(path.split("/")[:2])))
            headers = {"if-match": f'"v{shown["version"]}"'}
        return await client.request(method, base + path, json=body, headers=headers)

    async def book(self) -> None:
        """A guardian books there for a child: for a child of theirs alone, while the school is served and somebody else counsels."""
        model = self.year.model
        guardian, student = self.year.any_pair()
        if guardian == self.qian.account_id:
            return  # as a counsellor, Qian invites whom she has seen
        at = TUESDAY + self.year.random.randrange(1, 9) * 7 * DAY
        by, child = await self.year.signed(guardian), self.year.people[student]
        answer = await self.desk.try_book(by, child, at, attends="both")
        if answer.status_code != 201:
            assert answer.status_code in {403, 404, 409, 422}, answer.text
            return
        assert self.serves
        assert self.works
        assert model.may_know(guardian, student)
        assert not self._is_kept_from(student)
        self.talks[answer.json()["bookingId"]] = Talk(student=student, guardian=guardian)

    def _is_kept_from(self, student: UUID) -> bool:
        """Whether Qian is family of the child, or barred from it."""
        model, qian = self.year.model, self.qian.account_id
        return student in model.children[qian] or (qian, student) in model.barred

    def follow(self) -> None:
        """After each step: what cannot go on. A student who left the school is not this; their family stays one."""
        model = self.year.model
        for talk in self.talks.values():
            untied = talk.student in model.class_of and talk.student not in model.children[talk.guardian]
            talk.over |= untied or (self.qian.account_id, talk.student) in model.barred

    async def check(self, *, settled: bool) -> None:
        """What is over stands nowhere once the worker worked; of what goes on the family of today knows, served or not."""
        found = await self.world.sql(self.desk.org_id, OPEN, self.desk.org_id, self.year.clock.now())
        standing = {str(row["booking_id"]) for row in found}
        for about, talk in self.talks.items():
            assert not (settled and talk.over and about in standing), "a talk at the centre stands for nobody"
            if (self.qian.account_id, talk.student) in self.year.model.barred and settled:
                await self._reads(self.qian.account_id, about, {403, 404})
            if not self.year.model.may_know(talk.guardian, talk.student):
                if talk.student in self.year.model.class_of and settled:
                    await self._reads(talk.guardian, about, {403, 404})
                if talk.student not in self.year.model.class_of and not talk.over:
                    await self._reads(talk.guardian, about, {200})
            elif not talk.over:
                await self._reads(talk.guardian, about, {200})

    async def _reads(self, account: UUID, about: str, statuses: set[int]) -> None:
        client = self.world.client(await self.year.signed(account, assurance=2))
        answer = await client.get(f"{self.desk.bookings}/{about}")
        assert answer.status_code in statuses, (self.year.people[account].name, about, answer.text)

    def check_told(self, account: UUID, about: str) -> None:
        """Nobody is told of a child who is not theirs; who counselled it, and was barred, neither."""
        talk, model = self.talks.get(about), self.year.model
        if talk is None or talk.student not in model.class_of:
            return
        if account == self.qian.account_id:
            assert (account, talk.student) not in model.barred
        elif account in model.children:
            assert talk.student in model.children[account], (self.year.people[account].name, about)
