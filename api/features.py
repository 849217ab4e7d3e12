"""The features of the service, listed. Adding one adds a line here."""

from api.accounts.feature import FEATURE as ACCOUNTS
from api.anchors.feature import FEATURE as ANCHORS
from api.calendar.feature import FEATURE as CALENDAR
from api.campaigns.feature import FEATURE as CAMPAIGNS
from api.core.feature import Feature, Registry
from api.counselling.feature import FEATURE as COUNSELLING
from api.diary.feature import FEATURE as DIARY
from api.directory.feature import FEATURE as DIRECTORY
from api.drafts.feature import FEATURE as DRAFTS
from api.figures.feature import FEATURE as FIGURES
from api.home.feature import FEATURE as HOME
from api.hotlines.feature import FEATURE as HOTLINES
from api.lectures.feature import FEATURE as LECTURES
from api.messages.feature import FEATURE as MESSAGES
from api.notices.feature import FEATURE as NOTICES
from api.observations.feature import FEATURE as OBSERVATIONS
from api.parents.feature import FEATURE as PARENTS
from api.publicity.feature import FEATURE as PUBLICITY
from api.recovery.feature import FEATURE as RECOVERY
from api.roster.feature import FEATURE as ROSTER
from api.school_calendar.feature import FEATURE as SCHOOL_CALENDAR
from api.visits.feature import FEATURE as VISITS

FEATURES: tuple[Feature, ...] = (
    ROSTER,
    DIRECTORY,
    SCHOOL_CALENDAR,
    ACCOUNTS,
    ANCHORS,
    MESSAGES,
    CALENDAR,
    VISITS,
    CAMPAIGNS,
    NOTICES,
    LECTURES,
    OBSERVATIONS,
    COUNSELLING,
    HOTLINES,
    RECOVERY,
    HOME,
    DIARY,
    FIGURES,
    PARENTS,
    PUBLICITY,
    DRAFTS,
)
"""Lower layers first; in this order the demo fills them."""
REGISTRY = Registry(FEATURES)
