"""Routes of single persons: an administrator changes one without a file."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.roster import actions
from api.roster.leaves import service as leaves
from api.roster.persons import finding, service, students
from api.roster.persons.changing import By
from schemas.roster.leaves.wire import LeaveNew
from schemas.roster.persons.wire import (
    BarNew,
    PersonChanged,
    PersonStaff,
    PersonStudent,
    StaffEdit,
    StaffEnd,
    StudentEdit,
    StudentFind,
    StudentFound,
    TieEdit,
    TieNew,
)

DryRun = Annotated[
    bool,
    QueryParameter(
        name="dryRun",
        description="Changes nothing, and answers what would be handed over or ended, or why it is refused.",
    ),
]


def _by(runner: RequestRunner, version: int, dry_run: bool) -> By:  # as the query has it
    return By(token_hash=runner.token().token_hash, version=version, dry_run=dry_run)


class PersonController(Controller):
    """Colleagues, students and guardians, one by one. Each change needs a second factor, as an import does (403 `step-up-needed`)."""

    path = "/orgs/{org_id:int}/roster"
    tags = ("Roster",)

    @get("/staff/{staff_id:uuid}", operation_id="getPersonStaff", opt={"action": actions.PERSON_READ})
    async def get_staff(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], staff_id: FromPath[UUID]
    ) -> PersonStaff:
        """Returns a colleague with roles and classes."""
        return await runner.read(service.get_staff, staff_id)

    @put("/staff/{staff_id:uuid}", operation_id="setPersonStaff", opt={"action": actions.PERSON_EDIT})
    async def set_staff(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        staff_id: FromPath[UUID],
        data: JSONBody[StaffEdit],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Changes a colleague's name, number, phone, roles and classes.

        With a new phone number everything planned stays with the person, who is signed out everywhere. The old number is told, and can
        take it back for a week, in which you do not move it again (409 `number-moved-twice`). 409 `phone-taken` or `phone-elsewhere` when the number cannot be changed, 409 `last-administrator` when nobody would be left to do this,
        409 `part-needed` when something urgent would have no owner, 409 `roster-import-running` while an import runs,
        409 `own-part` for a part that opens confidential matters and is given to oneself while another administrator could,
        409 `barred-part` for a class of a student whom a court's order keeps them from, 409 `on-leave` for other roles of
        somebody on leave.
        """
        by = _by(runner, version, dry_run)
        return await runner.write(service.set_staff, staff_id, data, by, again=service.changed_again)

    @post(
        "/staff/{staff_id:uuid}/end",
        operation_id="endPersonStaff",
        opt={"action": actions.PERSON_EDIT},
        status_code=200,
    )
    async def end_staff(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        staff_id: FromPath[UUID],
        data: JSONBody[StaffEnd],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Ends a colleague's work here: open visits, talks and concerns are handed over or ended with notice.

        409 `part-needed` when something urgent would have no owner, 409 `last-administrator` when nobody would be left,
        409 `own-part` and `barred-part` for a successor who may not have the classes.
        """
        by = _by(runner, version, dry_run)
        return await runner.write(service.end_staff, staff_id, data, by, again=service.changed_again)

    @post(
        "/students/find",
        operation_id="findPersonStudents",
        opt={"action": actions.PERSON_READ, "idempotency_key": False},
        status_code=200,
    )
    async def find_students(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[StudentFind]
    ) -> list[StudentFound]:
        """Finds at most 30 students by a part of their name or number, the closest first.

        What is looked for is in the body, since addresses are logged by servers on the way. Nothing is stored.
        """
        return await runner.read(finding.find_students, data.find)

    @get("/students/{student_id:uuid}", operation_id="getPersonStudent", opt={"action": actions.PERSON_READ})
    async def get_student(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> PersonStudent:
        """Returns a student with guardians, and those who are barred by a court's order."""
        return await runner.read(service.get_student, student_id)

    @put("/students/{student_id:uuid}", operation_id="setPersonStudent", opt={"action": actions.PERSON_EDIT})
    async def set_student(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        data: JSONBody[StudentEdit],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Changes a student's name, class and needs. What is booked follows into the other class; what is past stays with the former one."""
        by = _by(runner, version, dry_run)
        return await runner.write(students.set_student, student_id, data, by, again=service.changed_again)

    @post(
        "/students/{student_id:uuid}/end",
        operation_id="endPersonStudent",
        opt={"action": actions.PERSON_EDIT},
        status_code=200,
    )
    async def end_student(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Ends a student's place here, and the family's access with it."""
        by = _by(runner, version, dry_run)
        return await runner.write(students.end_student, student_id, by, again=service.changed_again)


class LeaveController(Controller):
    """Colleagues who are away for some days. The version is the colleague's."""

    path = "/orgs/{org_id:int}/roster/staff/{staff_id:uuid}/leave"
    tags = ("Roster",)

    @put(operation_id="setPersonLeave", opt={"action": actions.PERSON_EDIT})
    async def set_leave(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        staff_id: FromPath[UUID],
        data: JSONBody[LeaveNew],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Records or changes a leave: classes, roles and open work are with the stand-in for that time.

        Sessions of a counsellor in that time are cancelled with notice at once. Everything comes back by itself after the last day.
        409 `stands-in` for who stands in for somebody else then, 409 `stand-in-away` when the stand-in is away too,
        409 `part-needed` when something urgent would have no owner: name a stand-in. 409 `own-part` for oneself as stand-in while
        another administrator could be, 409 `barred-part` for who is barred from a student of the classes.
        """
        by = _by(runner, version, dry_run)
        return await runner.write(leaves.set_leave, staff_id, data, by, again=service.changed_again)

    @post("/end", operation_id="endPersonLeave", opt={"action": actions.PERSON_EDIT}, status_code=200)
    async def end_leave(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        staff_id: FromPath[UUID],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Ends a leave now, or takes back one that has not begun. 404 when there is none."""
        by = _by(runner, version, dry_run)
        return await runner.write(leaves.end_leave, staff_id, by, again=service.changed_again)


class GuardianController(Controller):
    """The guardians of one student. The version is the student's."""

    path = "/orgs/{org_id:int}/roster/students/{student_id:uuid}/guardians"
    tags = ("Roster",)

    @post(operation_id="addPersonTie", opt={"action": actions.PERSON_EDIT}, status_code=200)
    async def add_tie(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        data: JSONBody[TieNew],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Adds a guardian. 409 `guardian-barred` for somebody whom a court's order keeps from this student."""
        by = _by(runner, version, dry_run)
        return await runner.write(students.add_tie, student_id, data, by, again=service.changed_again)

    @put("/{guardian_id:uuid}", operation_id="setPersonTie", opt={"action": actions.PERSON_EDIT})
    async def set_tie(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        guardian_id: FromPath[UUID],
        data: JSONBody[TieEdit],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Changes a guardian's name and phone number, the relation, and the order of contact.

        With a new number everything planned stays with the person, who is signed out everywhere. The old number is told, and can take
        it back for a week, in which you do not move it again (409 `number-moved-twice`). 409 `phone-taken` when it belongs to somebody else, 409 `phone-elsewhere` when
        the person works at another organisation, which changes it. Where the person belongs to another one as well, its administrators are told.
        """
        by = _by(runner, version, dry_run)
        return await runner.write(students.set_tie, student_id, guardian_id, data, by, again=service.changed_again)

    @post("/{guardian_id:uuid}/end", operation_id="endPersonTie", opt={"action": actions.PERSON_EDIT}, status_code=200)
    async def end_tie(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        guardian_id: FromPath[UUID],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Ends a guardian's tie. From this moment nothing of the student reaches them."""
        by = _by(runner, version, dry_run)
        return await runner.write(students.end_tie, student_id, guardian_id, by, again=service.changed_again)

    @post("/{guardian_id:uuid}/bar", operation_id="barPersonTie", opt={"action": actions.PERSON_EDIT}, status_code=200)
    async def bar_tie(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        guardian_id: FromPath[UUID],
        data: JSONBody[BarNew],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Records a court's order against a guardian: the tie ends, and no import brings it back.

        409 `guardian-already-barred` when an order stands.
        """
        by = _by(runner, version, dry_run)
        return await runner.write(students.bar_tie, student_id, guardian_id, data, by, again=service.changed_again)

    @post(
        "/{guardian_id:uuid}/lift", operation_id="liftPersonBar", opt={"action": actions.PERSON_EDIT}, status_code=200
    )
    async def lift_bar(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        guardian_id: FromPath[UUID],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Lifts a bar. The tie stays ended until it is added again. 409 `barred-child` for an administrator whom the barred one named."""
        by = _by(runner, version, dry_run)
        return await runner.write(students.lift_bar, student_id, guardian_id, by, again=service.changed_again)
