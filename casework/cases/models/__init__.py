"""Every model of cases, by one name, wherever its module is."""

from .activity import Activity
from .alerts.contact_task import ContactTask
from .authority.authority import Authority, AuthorityPaper
from .case import Case, CaseQuerySet
from .channel import Channel
from .deadlines.deadline import Deadline
from .deadlines.rule import DeadlineRule
from .guide import ChecklistTick, OfficeGuide, SharedGuide
from .messages.draft import DraftFile, ReplyDraft
from .messages.file import CaseFile
from .messages.message import Message, Note
from .messages.presence import Presence
from .messages.sign_off import SignOff
from .own_case.account_link import AccountLinkCode
from .own_case.feedback import FeedbackMark, FeedbackMonth
from .own_case.tracking_code import TrackingCode
from .planned_act import PlannedAct
from .queue.news import NewsMail
from .queue.saved_view import SavedView
from .queue.seen import CaseSeen
from .queue.tag import CaseTag, Tag
from .safety.risk import RiskFlag
from .safety.safe_contact import SafeContact
from .sharing.share import Share
from .sharing.transfer import Transfer
from .topic import Topic

__all__ = [
    "AccountLinkCode",
    "Activity",
    "Authority",
    "AuthorityPaper",
    "Case",
    "CaseFile",
    "CaseQuerySet",
    "CaseSeen",
    "CaseTag",
    "Channel",
    "ChecklistTick",
    "ContactTask",
    "Deadline",
    "DeadlineRule",
    "DraftFile",
    "FeedbackMark",
    "FeedbackMonth",
    "Message",
    "NewsMail",
    "Note",
    "OfficeGuide",
    "PlannedAct",
    "Presence",
    "ReplyDraft",
    "RiskFlag",
    "SafeContact",
    "SavedView",
    "Share",
    "SharedGuide",
    "SignOff",
    "Tag",
    "Topic",
    "TrackingCode",
    "Transfer",
]
