"""What people are, what can be done, and how far a rule reaches. The table that joins them is in `access`."""

from enum import Enum, StrEnum, auto


class Role(StrEnum):
    """What a person is in one organisation. `client_*`: family of a school that this centre serves (C2)."""

    GUARDIAN = auto()
    STUDENT = auto()
    CLIENT_GUARDIAN = auto()
    CLIENT_STUDENT = auto()
    STAFF = auto()
    CLASS_TEACHER = auto()
    SUBJECT_TEACHER = auto()
    COUNSELLOR = auto()
    GRADE_LEAD = auto()
    LEADER = auto()
    SCHOOL_ADMIN = auto()
    CUSTODIAN = auto()
    OFFICER = auto()


class Scope(Enum):
    """Which resources of an action a role reaches."""

    ORG = auto()  # every resource of the organisation
    LEAD_CLASS = auto()  # of the class they are class teacher of
    TAUGHT_CLASS = auto()  # of a class they teach
    CHILD = auto()  # of a student they are guardian of
    SELF = auto()  # about the student themself
    OWN = auto()  # in which they take part


class Action(StrEnum):
    """Everything that can be done over the API. PUBLIC needs no sign-in; ME any session, about oneself alone."""

    PUBLIC = auto()
    ME = auto()
    ORG_READ = auto()
    ROSTER_IMPORT = auto()
    CLASS_READ = auto()
    STUDENT_READ = auto()
    STAFF_READ = auto()
    STUDENT_CODE_ISSUE = auto()
    PROVIDER_READ = auto()
    PROVIDER_EDIT = auto()
    HOURS_READ = auto()
    HOURS_EDIT = auto()
    SLOT_READ = auto()
    BOOKING_ADD = auto()
    BOOKING_READ = auto()
    BOOKING_CHANGE = auto()
    BOOKING_CLOSE = auto()
    BOOKING_NOTE_READ = auto()
    MESSAGE_READ = auto()
    NOTICE_SEND = auto()
    NOTICE_FOLLOW = auto()
    NOTICE_READ = auto()
    NOTICE_ANSWER = auto()
    AUDIT_READ = auto()
    COMMITTEE_APPOINT = auto()
    COMMITTEE_READ = auto()
    COMMITTEE_CONSENT = auto()
    COMMITTEE_END = auto()
    OBSERVATION_ADD = auto()
    OBSERVATION_FORM_READ = auto()
    OBSERVATION_OWN_READ = auto()
    OBSERVATION_READ = auto()
    OBSERVATION_HANDLE = auto()
    OBSERVER_READ = auto()
    AVAILABILITY_READ = auto()
    AVAILABILITY_EDIT = auto()
    VISIT_PROPOSE = auto()
    VISIT_READ = auto()
    VISIT_ANSWER = auto()
    VISIT_CANCEL = auto()
    VISIT_RECORD = auto()
    VISIT_RECORD_READ = auto()
    VISIT_FOLLOW_UP = auto()
    VISIT_FAMILY_READ = auto()
    CONTACT_ADD = auto()
    CONTACT_READ = auto()
    CONTACT_NOTE_READ = auto()
    COVERAGE_READ = auto()
    SESSION_NOTE_READ = auto()
    SESSION_NOTE_WRITE = auto()
    HOTLINE_READ = auto()
    HOTLINE_EDIT = auto()
    FIGURES_READ = auto()
