"""The whole application in one list: every controller, in the order of the reference page."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Controller, Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.router import Router
from litestar.types import ControllerRouterHandler

from api.accounts.enrolment.routes import EnrolmentController
from api.accounts.me.routes import MeController
from api.accounts.passkeys.routes import PasskeyController
from api.accounts.signin.routes import SignInController
from api.accounts.students.routes import SecretController, StaffCodeController, StudentController
from api.accounts.tablets.routes import TABLETS
from api.accounts.wecom.routes import WecomSignInController
from api.calendar.feeds.routes import FeedController
from api.calendar.replies.routes import ReplyController
from api.campaigns.campaigns.routes import CampaignController
from api.campaigns.families.routes import CampaignFamilyController
from api.campaigns.offers.routes import VisitOfferController
from api.campaigns.plans.routes import CampaignPlanController
from api.core import config, db, garbage, log, nudge
from api.core.clock import Clock
from api.core.config import Config
from api.core.services import Services, open_services
from api.core.stored_kinds import check_kinds
from api.counselling.bookings.routes import BookingController
from api.counselling.drafts.routes import SessionNoteDraftController
from api.counselling.hours.routes import HoursController
from api.counselling.listing.routes import BookingListController
from api.counselling.notes.routes import SessionNoteController
from api.counselling.providers.routes import ProviderController
from api.counselling.slots.routes import SlotController
from api.diary.routes import DiaryController
from api.directory.family.routes import FamilyController
from api.directory.routes import DirectoryController
from api.features import REGISTRY
from api.figures.routes import FiguresController
from api.home.routes import home_controller
from api.hotlines.routes import HotlineController
from api.http import contract, problems, strict
from api.http.app_files import AppFiles, AppFilesController, built_files
from api.http.changes import ChangesController
from api.http.guards import check_declared
from api.http.health import HealthController, MetricsController
from api.http.middleware import App, Middleware
from api.http.operator import for_operator_or_demo
from api.http.outbox import OutboxController
from api.http.preconditions import provide_version
from api.http.recognising import OrgHints
from api.http.reference import ReferenceController
from api.http.request_runner import provide_runner
from api.http.security_txt import SecurityTxtController
from api.http.streams import Streams, provide_streams
from api.lectures.attendance.routes import AttendanceController
from api.lectures.editing.routes import LectureController
from api.lectures.library.routes import LectureLibraryController
from api.lectures.mine.routes import MyLectureController
from api.lectures.past.routes import PastLectureController
from api.messages.budgets.routes import ChannelBudgetController
from api.messages.routes import MessagesController
from api.notices.bureau.correction_routes import BureauCorrectionController
from api.notices.bureau.routes import BureauNoticeController
from api.notices.files.routes import MyNoticeFileController, NoticeFileController
from api.notices.kept.routes import NoticeTemplateController
from api.notices.mine.routes import MyNoticeController
from api.notices.receipts.routes import NoticeReceiptController
from api.notices.saved.routes import SavedAudienceController
from api.notices.writing.routes import NoticeController
from api.observations.bureau.routes import SchoolCaseController
from api.observations.cases.routes import CaseController
from api.observations.closing.routes import ClosingController
from api.observations.committees.routes import CommitteeController
from api.observations.disclosing.routes import DisclosureController
from api.observations.filing.routes import FilingController
from api.observations.urgent.routes import UrgentController
from api.parents.routes import MyParentGroupController, ParentGroupController
from api.publicity.log.routes import PublicityController
from api.publicity.returns.routes import PublicityReturnController
from api.publicity.schools.routes import SchoolPublicityController
from api.recovery.numbers.routes import NumbersController
from api.recovery.routes import RecoveryController
from api.roster.adding.routes import AddingController
from api.roster.leaving.routes import LeavingController
from api.roster.persons.routes import GuardianController, LeaveController, PersonController
from api.roster.routes import RosterController
from api.roster.wecom.routes import RosterWecomController
from api.roster.years.routes import SchoolYearController
from api.school_calendar.routes import SchoolCalendarController, ThemeController
from api.visits.agreements.routes import AgreementController
from api.visits.alerts.routes import VisitAlertController
from api.visits.availability.routes import AvailabilityController
from api.visits.contacts.routes import ContactController
from api.visits.coverage.routes import CoverageController
from api.visits.day.routes import VisitDayController
from api.visits.drafts.routes import VisitDraftController
from api.visits.form.routes import VisitFormController
from api.visits.handover.routes import EveningController
from api.visits.mine.routes import MyVisitController
from api.visits.records.routes import RecordController
from api.visits.versions.routes import VersionController
from api.visits.visits.routes import VisitController

API: list[type[Controller]] = [
    SignInController,
    home_controller(REGISTRY.home),
    MeController,
    ChangesController,
    EnrolmentController,
    PasskeyController,
    StaffCodeController,
    StudentController,
    *TABLETS,
    WecomSignInController,
    SecretController,
    DirectoryController,
    FamilyController,
    RosterController,
    RosterWecomController,
    SchoolYearController,
    AddingController,
    PersonController,
    GuardianController,
    LeaveController,
    LeavingController,
    SchoolCalendarController,
    ThemeController,
    ProviderController,
    HoursController,
    SlotController,
    BookingController,
    SessionNoteController,
    SessionNoteDraftController,
    BookingListController,
    DiaryController,
    MessagesController,
    ChannelBudgetController,
    FeedController,
    ReplyController,
    AttendanceController,
    LectureController,
    MyLectureController,
    LectureLibraryController,
    PastLectureController,
    BureauCorrectionController,
    BureauNoticeController,
    NoticeController,
    NoticeTemplateController,
    SavedAudienceController,
    NoticeReceiptController,
    MyNoticeController,
    NoticeFileController,
    MyNoticeFileController,
    CommitteeController,
    FilingController,
    CaseController,
    SchoolCaseController,
    ClosingController,
    DisclosureController,
    UrgentController,
    AvailabilityController,
    VisitAlertController,
    VisitDayController,
    EveningController,
    AgreementController,
    VisitFormController,
    VisitController,
    MyVisitController,
    RecordController,
    VersionController,
    VisitDraftController,
    ContactController,
    HotlineController,
    RecoveryController,
    NumbersController,
    CoverageController,
    CampaignController,
    CampaignFamilyController,
    CampaignPlanController,
    VisitOfferController,
    FiguresController,
    ParentGroupController,
    MyParentGroupController,
    PublicityController,
    PublicityReturnController,
    SchoolPublicityController,
]
OUTSIDE: list[ControllerRouterHandler] = [
    HealthController,
    MetricsController,
    ReferenceController,
    SecurityTxtController,
    AppFilesController,
]

BODY_LIMIT = 1_000_000  # bytes; a route that takes files says its own


class _Litestar(Litestar):
    """Litestar for msgspec's structs alone: it looks for pydantic by itself, whose import takes a fifth of a start."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def provide_services(state: State) -> Services:
    """Litestar dependency `services`."""
    return state["services"]


def provide_app_files(state: State) -> AppFiles:
    """Litestar dependency `app_files`."""
    return state["app_files"]


def create_app(settings: Config | None = None, clock: Clock | None = None) -> Litestar:
    """Builds the app. Raises Undeclared when a route lacks its action, Misconfigured for wrong settings."""
    settings = settings or config.load(os.environ)
    app = _Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=API),
            *OUTSIDE,
            *([OutboxController] if settings.demo else []),
        ],
        dependencies={
            "runner": Provide(provide_runner),
            "version": Provide(provide_version, sync_to_thread=False),
            "services": Provide(provide_services, sync_to_thread=False),
            "streams": Provide(provide_streams, sync_to_thread=False),
            "app_files": Provide(provide_app_files, sync_to_thread=False),
        },
        state=State(
            {"app_files": built_files(settings), "org_hints": OrgHints(), "streams": Streams(), "controllers": API}
        ),
        before_request=strict.check_request,
        exception_handlers={Exception: problems.answer},
        lifespan=[_lifespan(settings, clock)],
        openapi_config=_openapi(),
        request_max_body_size=BODY_LIMIT,
        debug=False,
        logging_config=None,
    )
    check_declared(app, REGISTRY.actions)
    return app


def create_asgi(settings: Config | None = None, clock: Clock | None = None) -> App:
    """The app behind its front layer: what the server runs."""
    log.configure()
    settings = settings or config.load(os.environ)
    rate = settings.rate_limit
    asgi = Middleware(
        create_app(settings, clock),
        session_rate=rate,
        address_rate=rate * 10,
        secure=settings.base_url.startswith("https"),
    )
    garbage.settle()
    return asgi


def _lifespan(settings: Config, clock: Clock | None) -> "Callable[[Litestar], AbstractAsyncContextManager[None]]":
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        services = await open_services(settings, REGISTRY, clock)
        app.state["services"] = services
        streams, redis_url = app.state["streams"], settings.redis_url
        listening = asyncio.create_task(streams.listen(redis_url)) if redis_url else None
        try:
            async with db.transaction(services.pool, db.PLATFORM) as conn:
                await check_kinds(conn, REGISTRY)
            yield
        finally:
            if listening:
                listening.cancel()
            await services.close()
            await nudge.close()

    return lifespan


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="心桥 Xinqiao",
        version="1",
        description="Home-school coordination for children's mental health.",
        openapi_router=Router("/openapi", route_handlers=[], guards=[for_operator_or_demo], include_in_schema=False),
        render_plugins=[contract.CompletedJson(path="/openapi.json")],
        use_handler_docstrings=True,
    )
