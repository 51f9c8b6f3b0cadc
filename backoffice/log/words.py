"""The log in plain words: a sentence for each verb, and the kind of act it belongs to.

`%(person)s` is the person that the act was about, `%(role)s` their role in the office; others are parts of the
detail.
"""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.audit.verbs import Verb
from casework.offices.access.models import SERVICE_ROLES
from casework.offices.models import Membership


class Kind(StrEnum):
    READING = "reading"
    CASEWORK = "casework"
    ACCESS = "access"
    SIGN_IN = "sign-in"
    REFUSED = "refused"
    LOG = "log"
    BODY = "body"


KINDS = {
    Kind.READING: gettext_lazy("Reading and searching"),
    Kind.CASEWORK: gettext_lazy("Work on cases"),
    Kind.ACCESS: gettext_lazy("Who may come in"),
    Kind.SIGN_IN: gettext_lazy("Signing in and out"),
    Kind.REFUSED: gettext_lazy("Refused"),
    Kind.LOG: gettext_lazy("Use of this log"),
    Kind.BODY: gettext_lazy("Members, groups and offices"),
}

WORDS = {
    Verb.CASE_OPENED: (Kind.CASEWORK, gettext_lazy("Raised a case")),
    Verb.CASE_READ: (Kind.READING, gettext_lazy("Looked at a case")),
    Verb.CASE_ASSIGNED: (Kind.CASEWORK, gettext_lazy("Gave a case to %(person)s")),
    Verb.CASE_TURN_SET: (Kind.CASEWORK, gettext_lazy("Changed whose turn it is")),
    Verb.CASE_DATE_SET: (Kind.CASEWORK, gettext_lazy("Changed the next date")),
    Verb.CASE_TAGGED: (Kind.CASEWORK, gettext_lazy("Put a tag on a case")),
    Verb.CASE_UNTAGGED: (Kind.CASEWORK, gettext_lazy("Took a tag off a case")),
    Verb.TAG_RENAMED: (Kind.CASEWORK, gettext_lazy("Renamed a tag")),
    Verb.TAG_MERGED: (Kind.CASEWORK, gettext_lazy("Merged two tags")),
    Verb.TAG_DELETED: (Kind.CASEWORK, gettext_lazy("Deleted a tag")),
    Verb.CASE_CLOSED: (Kind.CASEWORK, gettext_lazy("Closed a case")),
    Verb.CASE_WITHDRAWN: (
        Kind.CASEWORK,
        gettext_lazy("Said that they no longer need help, and closed their case"),
    ),
    Verb.CASE_REOPENED: (Kind.CASEWORK, gettext_lazy("Opened a case again")),
    Verb.ALERTS_CHOSEN: (Kind.CASEWORK, gettext_lazy("A person chose how they hear of messages")),
    Verb.CASE_LINKED: (Kind.CASEWORK, gettext_lazy("Showed with a code that a case is theirs")),
    Verb.ACCOUNT_LINK_CODE_MAILED: (
        Kind.CASEWORK,
        gettext_lazy("Had a code mailed to the address on a case"),
    ),
    Verb.ACCOUNT_LINK_CODE_GIVEN: (
        Kind.CASEWORK,
        gettext_lazy("Made a code with which the person can follow a case"),
    ),
    Verb.TRACKING_OPENED: (Kind.READING, gettext_lazy("Opened their case by code")),
    Verb.TRACKING_REFUSED: (Kind.REFUSED, gettext_lazy("Gave a wrong tracking code for a case")),
    Verb.TRACKING_REPLACED: (Kind.CASEWORK, gettext_lazy("Made a new tracking code for a case")),
    Verb.ADDRESS_CONFIRMED: (
        Kind.CASEWORK,
        gettext_lazy("Someone at the email address said that they contacted us"),
    ),
    Verb.ADDRESS_DISOWNED: (
        Kind.CASEWORK,
        gettext_lazy("Someone at the email address said that they did not contact us"),
    ),
    Verb.ADDRESS_CORRECTED: (Kind.CASEWORK, gettext_lazy("Corrected the email address on a case")),
    Verb.ADDRESS_SHOWN: (Kind.READING, gettext_lazy("Looked at the full email address on a case")),
    Verb.NOTE_ADDED: (Kind.CASEWORK, gettext_lazy("Wrote a note")),
    Verb.REPLY_SENT: (Kind.CASEWORK, gettext_lazy("Sent a reply")),
    Verb.DRAFT_BEGUN: (Kind.CASEWORK, gettext_lazy("Began a draft of a reply")),
    Verb.SIGN_OFF_ASKED: (Kind.CASEWORK, gettext_lazy("Asked for sign-off of a reply")),
    Verb.REPLY_SIGNED: (Kind.CASEWORK, gettext_lazy("Signed a reply off")),
    Verb.SIGN_OFF_SENT_BACK: (Kind.CASEWORK, gettext_lazy("Sent a reply back to its writer")),
    Verb.SIGN_OFF_WITHDRAWN: (Kind.CASEWORK, gettext_lazy("Withdrew a reply that waited for sign-off")),
    Verb.SIGN_OFF_SET: (Kind.ACCESS, gettext_lazy("Set whose sign-off replies need")),
    Verb.REPLY_PLANNED: (Kind.CASEWORK, gettext_lazy("Sent a reply that goes after the time to undo it")),
    Verb.REPLY_UNDONE: (Kind.CASEWORK, gettext_lazy("Undid the sending of a reply")),
    Verb.REPLY_NOT_SENT: (Kind.CASEWORK, gettext_lazy("A reply could not go: it is a draft again")),
    Verb.ACT_PLANNED: (
        Kind.CASEWORK,
        gettext_lazy("Closed or handed over a case, after the time to undo it"),
    ),
    Verb.ACT_UNDONE: (Kind.CASEWORK, gettext_lazy("Undid the closing or hand-over of a case")),
    Verb.ACT_NOT_DONE: (
        Kind.CASEWORK,
        gettext_lazy("A case could not be closed or handed over: it had changed"),
    ),
    Verb.DRAFT_THROWN_AWAY: (Kind.CASEWORK, gettext_lazy("Threw away a draft of a reply")),
    Verb.WORDING_KEPT: (Kind.CASEWORK, gettext_lazy("Added or changed a template or standard line")),
    Verb.WORDING_ENDED: (Kind.CASEWORK, gettext_lazy("Removed a template or standard line")),
    Verb.DEADLINES_SET: (Kind.CASEWORK, gettext_lazy("Set in how many working days cases are due")),
    Verb.RISK_RAISED: (Kind.CASEWORK, gettext_lazy("Flagged a risk on a case")),
    Verb.RISK_TOLD: (Kind.CASEWORK, gettext_lazy("Told the duty person of a risk")),
    Verb.RISK_ESCALATED: (Kind.CASEWORK, gettext_lazy("No one had looked at a risk: told the managers")),
    Verb.RISK_FLOOD: (Kind.CASEWORK, gettext_lazy("Very many risks were flagged: told the managers")),
    Verb.RISK_REOPENED: (Kind.CASEWORK, gettext_lazy("Took back that a risk was settled")),
    Verb.RISK_SEEN: (Kind.CASEWORK, gettext_lazy("Saw a case with a new risk on it")),
    Verb.RISK_SETTLED: (Kind.CASEWORK, gettext_lazy("Settled a risk on a case")),
    Verb.SAFE_WAY_SET: (Kind.CASEWORK, gettext_lazy("Set how a person can be reached safely")),
    Verb.SAFE_CODE_MADE: (Kind.CASEWORK, gettext_lazy("Made a code that opens a safe-contact case once")),
    Verb.SAFE_WORD_ENDED: (Kind.CASEWORK, gettext_lazy("Ended the word and code of a safe-contact case")),
    Verb.SAFE_OPENED: (Kind.READING, gettext_lazy("Opened their safe-contact case with a word or code")),
    Verb.SAFE_REFUSED: (Kind.REFUSED, gettext_lazy("Gave a wrong word or code for a safe-contact case")),
    Verb.DUTY_SET: (Kind.CASEWORK, gettext_lazy("Set who is on duty when the rota names no one")),
    Verb.DUTY_ACCEPTED: (Kind.CASEWORK, gettext_lazy("Accepted to be on duty")),
    Verb.DUTY_GIVEN_BACK: (Kind.CASEWORK, gettext_lazy("Declined to be on duty, or gave it back")),
    Verb.DUTY_PERIOD_ADDED: (Kind.CASEWORK, gettext_lazy("Put %(person)s on the duty rota")),
    Verb.DUTY_AWAY_ADDED: (Kind.CASEWORK, gettext_lazy("Noted days on which %(person)s is away")),
    Verb.DUTY_ROW_REMOVED: (Kind.CASEWORK, gettext_lazy("Took days off the duty rota")),
    Verb.CONTACT_TASK_DONE: (
        Kind.CASEWORK,
        gettext_lazy("Told the person of a reply by phone, letter or in person"),
    ),
    Verb.AUTHORITY_BEGUN: (
        Kind.CASEWORK,
        gettext_lazy("Raised a case for someone else, or asked that person again"),
    ),
    Verb.AUTHORITY_ASKED: (
        Kind.CASEWORK,
        gettext_lazy("Asked a person by a link if another may speak for them"),
    ),
    Verb.AUTHORITY_GIVEN: (Kind.CASEWORK, gettext_lazy("A person agreed that another speaks for them")),
    Verb.AUTHORITY_REFUSED: (
        Kind.CASEWORK,
        gettext_lazy("A person did not agree that another speaks for them"),
    ),
    Verb.AUTHORITY_REVOKED: (Kind.CASEWORK, gettext_lazy("Ended the permission to speak for a person")),
    Verb.AUTHORITY_ENDS_SOON: (Kind.CASEWORK, gettext_lazy("Told the office that a permission ends soon")),
    Verb.SHARE_OFFERED: (Kind.CASEWORK, gettext_lazy("Asked another office to read a case")),
    Verb.SHARE_ACCEPTED: (Kind.CASEWORK, gettext_lazy("Said yes to reading a case of another office")),
    Verb.SHARE_DECLINED: (Kind.CASEWORK, gettext_lazy("Said no to reading a case of another office")),
    Verb.SHARE_ENDED: (Kind.CASEWORK, gettext_lazy("Stopped sharing a case with another office")),
    Verb.SHARE_PART_SHOWN: (Kind.CASEWORK, gettext_lazy("Showed a note or file to another office")),
    Verb.SHARE_PART_HIDDEN: (Kind.CASEWORK, gettext_lazy("Hid a note or file from another office again")),
    Verb.TRANSFER_OFFERED: (Kind.CASEWORK, gettext_lazy("Asked another office to take a case on")),
    Verb.TRANSFER_ACCEPTED: (Kind.CASEWORK, gettext_lazy("Took a case on from another office")),
    Verb.TRANSFER_DECLINED: (Kind.CASEWORK, gettext_lazy("Said no to taking a case on")),
    Verb.TRANSFER_TAKEN_BACK: (Kind.CASEWORK, gettext_lazy("Took back the offer to pass a case on")),
    Verb.MESSAGE_RECEIVED: (Kind.CASEWORK, gettext_lazy("Wrote to the office")),
    Verb.CONTACT_LOGGED: (Kind.CASEWORK, gettext_lazy("Logged a call, letter or visit")),
    Verb.FACT_CORRECTED: (Kind.CASEWORK, gettext_lazy("Corrected a fact")),
    Verb.MAIL_SENT_AGAIN: (Kind.CASEWORK, gettext_lazy("Sent an email once more")),
    Verb.FILE_READ: (Kind.READING, gettext_lazy("Opened a file of a case")),
    Verb.FILE_QUARANTINED: (Kind.CASEWORK, gettext_lazy("Held a file that may have a virus")),
    Verb.FILE_DESTROYED: (Kind.CASEWORK, gettext_lazy("Destroyed a file that may have had a virus")),
    Verb.LIST_READ: (Kind.READING, gettext_lazy("Looked at the list of cases")),
    Verb.SEARCHED: (Kind.READING, gettext_lazy("Searched the cases")),
    Verb.VIEW_SAVED: (Kind.CASEWORK, gettext_lazy("Saved a view of the list of cases")),
    Verb.VIEW_REMOVED: (Kind.CASEWORK, gettext_lazy("Removed a saved view of the list of cases")),
    Verb.LOG_READ: (Kind.LOG, gettext_lazy("Looked at this log")),
    Verb.LOG_EXPORTED: (Kind.LOG, gettext_lazy("Took a copy of this log")),
    Verb.RESTORED: (Kind.LOG, gettext_lazy("Restored the service from a backup")),
    Verb.REFUSED: (Kind.REFUSED, gettext_lazy("Was refused a page")),
    Verb.SIGNED_IN: (Kind.SIGN_IN, gettext_lazy("Signed in")),
    Verb.SIGNED_OUT: (Kind.SIGN_IN, gettext_lazy("Signed out")),
    Verb.ACCOUNT_REFUSED: (Kind.SIGN_IN, gettext_lazy("A try to sign in with this name failed")),
    Verb.ACCOUNT_LOCKED: (
        Kind.ACCESS,
        gettext_lazy("Locked the account of %(person)s"),
    ),
    Verb.ACCOUNT_UNLOCKED: (Kind.ACCESS, gettext_lazy("Unlocked the account of %(person)s")),
    Verb.ADDRESS_PROVED: (Kind.SIGN_IN, gettext_lazy("Proved an email address")),
    Verb.FACTOR_ADDED: (Kind.SIGN_IN, gettext_lazy("Set up a second way to prove who they are")),
    Verb.FACTOR_REMOVED: (Kind.SIGN_IN, gettext_lazy("Removed a second way to prove who they are")),
    Verb.RECOVERY_SENT: (Kind.ACCESS, gettext_lazy("Sent %(person)s a link to sign in again")),
    Verb.RECOVERY_USED: (Kind.ACCESS, gettext_lazy("Used a link to sign in again and chose a password")),
    Verb.NAME_CHANGED: (Kind.ACCESS, gettext_lazy("Changed their own name")),
    Verb.ACCOUNT_CLOSED: (Kind.ACCESS, gettext_lazy("The account of %(person)s was closed")),
    Verb.EDITOR_MADE: (Kind.ACCESS, gettext_lazy("Made %(person)s an editor")),
    Verb.EDITOR_ENDED: (Kind.ACCESS, gettext_lazy("Took the right to edit the site from %(person)s")),
    Verb.ADMINISTRATOR_MADE: (Kind.ACCESS, gettext_lazy("Made %(person)s an administrator")),
    Verb.ADMINISTRATOR_ENDED: (
        Kind.ACCESS,
        gettext_lazy("Ended the rights of %(person)s as an administrator"),
    ),
    Verb.INVITATION_SENT: (Kind.ACCESS, gettext_lazy("Invited %(person)s as: %(role)s")),
    Verb.INVITATION_TAKEN_BACK: (Kind.ACCESS, gettext_lazy("Took back the invitation of %(person)s")),
    Verb.MEMBERSHIP_ACCEPTED: (Kind.ACCESS, gettext_lazy("Began to work in the office")),
    Verb.MEMBERSHIP_DECLINED: (Kind.ACCESS, gettext_lazy("Declined to work in the office")),
    Verb.MEMBERSHIP_ENDED: (Kind.ACCESS, gettext_lazy("Ended the work of %(person)s in the office")),
    Verb.ROLE_CHANGED: (Kind.ACCESS, gettext_lazy("Changed the role of %(person)s to: %(role)s")),
    Verb.EMERGENCY_ASKED: (Kind.ACCESS, gettext_lazy("Asked for emergency access")),
    Verb.EMERGENCY_OPENED: (Kind.ACCESS, gettext_lazy("Opened emergency access")),
    Verb.EMERGENCY_DECLINED: (Kind.ACCESS, gettext_lazy("Declined emergency access")),
    Verb.EMERGENCY_WITHDRAWN: (Kind.ACCESS, gettext_lazy("Took back an ask for emergency access")),
    Verb.EMERGENCY_PAGE_SEEN: (Kind.READING, gettext_lazy("Saw a page under emergency access")),
    Verb.EMERGENCY_ENDED: (Kind.ACCESS, gettext_lazy("Ended emergency access")),
    Verb.EMERGENCY_REPORTED: (Kind.ACCESS, gettext_lazy("Told the managers how many pages were seen")),
    Verb.EMERGENCY_REPORT_READ: (Kind.ACCESS, gettext_lazy("Read what was seen under emergency access")),
    Verb.ACCESS_REVIEWED: (Kind.ACCESS, gettext_lazy("Checked who has access")),
    Verb.BODY_CHANGED: (Kind.BODY, gettext_lazy("Changed the name of the body or how people reach it")),
    Verb.LANGUAGE_ON: (Kind.BODY, gettext_lazy("Turned on a language of the public pages")),
    Verb.LANGUAGE_OFF: (Kind.BODY, gettext_lazy("Turned off a language of the public pages")),
    Verb.AREA_CHANGED: (Kind.BODY, gettext_lazy("Changed the areas")),
    Verb.TOPIC_CHANGED: (Kind.BODY, gettext_lazy("Changed the topics")),
    Verb.GROUP_ADDED: (Kind.BODY, gettext_lazy("Added a group")),
    Verb.GROUP_RENAMED: (Kind.BODY, gettext_lazy("Renamed a group")),
    Verb.MEMBER_ADDED: (Kind.BODY, gettext_lazy("Added a Member")),
    Verb.MEMBER_RENAMED: (Kind.BODY, gettext_lazy("Renamed a Member")),
    Verb.TERM_BEGUN: (Kind.BODY, gettext_lazy("Gave a Member a seat")),
    Verb.GROUP_JOINED: (Kind.BODY, gettext_lazy("Put a Member into a group")),
    Verb.OFFICE_ADDED: (Kind.BODY, gettext_lazy("Opened the office")),
    Verb.OFFICE_CHANGED: (Kind.BODY, gettext_lazy("Changed the details of the office")),
    Verb.OFFICE_BEGUN: (Kind.BODY, gettext_lazy("Had the office work for a Member")),
    Verb.DATES_CHANGED: (
        Kind.BODY,
        gettext_lazy("Changed from when or until when something holds for a Member"),
    ),
    Verb.REASON_ERASED: (Kind.LOG, gettext_lazy("Erased the reason that an entry of this log gave")),
}

ANYTHING = "*"
# Where a part of the detail says it better: (verb, part, what it is).
BETTER = {
    (Verb.CASE_READ, "part", "answers"): gettext_lazy("Read all answers of a case"),
    (Verb.CASE_READ, "guest", ANYTHING): gettext_lazy("Looked at a case that we share with their office"),
    (Verb.CASE_READ, "owner", ANYTHING): gettext_lazy("Looked at a case that another office shares with us"),
    (Verb.FILE_READ, "guest", ANYTHING): gettext_lazy(
        "Opened a file of a case that we share with their office"
    ),
    (Verb.FILE_READ, "owner", ANYTHING): gettext_lazy(
        "Opened a file of a case that another office shares with us"
    ),
    (Verb.AUTHORITY_GIVEN, "proof", "paper"): gettext_lazy(
        "Recorded a signed letter: one person may speak for another"
    ),
    (Verb.AUTHORITY_REVOKED, "whose", "person"): gettext_lazy(
        "A person took back that another speaks for them"
    ),
    (Verb.REPLY_SENT, "fixed", ANYTHING): gettext_lazy("Sent a fixed message that says nothing of the case"),
    (Verb.SHARE_ENDED, "ending", "withdrawn"): gettext_lazy(
        "Stopped sharing a case: the person no longer agrees"
    ),
    (Verb.SHARE_ENDED, "ending", "handed-over"): gettext_lazy("Stopped sharing a case: it was passed on"),
    (Verb.TRANSFER_ACCEPTED, "code", "left"): gettext_lazy(
        "Took a case on from another office; its tracking code did not go along"
    ),
    (Verb.CASE_WITHDRAWN, "at_risk", True): gettext_lazy(
        "Said that they no longer need help; the case stays open"
    ),
    (Verb.RISK_ESCALATED, "step", "cover"): gettext_lazy("No one had looked at a risk: told the cover"),
    (Verb.CASE_ASSIGNED, "to", None): gettext_lazy("Made a case no one’s"),
    (Verb.ACCOUNT_REFUSED, "step", "password"): gettext_lazy("A try to sign in failed: wrong password"),
    (Verb.ACCOUNT_REFUSED, "step", "factor"): gettext_lazy("A try to sign in failed: wrong code"),
    (Verb.LIST_READ, "guest", ANYTHING): gettext_lazy(
        "Looked at the list of what others share with their office"
    ),
    (Verb.LIST_READ, "view", "permissions"): gettext_lazy("Looked at who may act for someone else"),
    (Verb.LIST_READ, "filters", ANYTHING): gettext_lazy("Searched the list of cases"),
    (Verb.SEARCHED, "guest", ANYTHING): gettext_lazy(
        "Found a case by searching that we share with their office"
    ),
    (Verb.SEARCHED, "over", "people"): gettext_lazy("Searched for a person"),
    (Verb.SEARCHED, "over", "reference"): gettext_lazy("Searched for a reference"),
    (Verb.SEARCHED, "over", "suggestions"): gettext_lazy("Searched the cases while typing"),
    (Verb.LOG_READ, "part", "readers"): gettext_lazy("Looked at who has looked at a case"),
    (Verb.REFUSED, "status", 403): gettext_lazy("Was refused a page: not allowed to do that"),
    (Verb.REFUSED, "status", 404): gettext_lazy("Was refused a page: not there, or not this office’s"),
    (Verb.REFUSED, "status", 429): gettext_lazy("Was refused a page: too many times"),
}

REASONS = {
    "review": gettext_lazy("A regular check of the log"),
    "incident": gettext_lazy("Something went wrong, or someone complained"),
    "request": gettext_lazy("Someone asked what we hold about them"),
    "authority": gettext_lazy("The regulator, the police or a court asked"),
    "other": gettext_lazy("Another reason"),
}


def kind_of(verb):
    return WORDS[verb][0] if verb in WORDS else None


def verbs_of(kind):
    return [verb for verb, (each, _words) in WORDS.items() if each == kind]


def words_for(entry, person=""):
    """Return one sentence for what happened. A verb without words is shown as stored."""
    if entry.verb not in WORDS:
        return entry.verb
    role = entry.detail.get("role") or entry.detail.get("after")
    role = dict([*Membership.Role.choices, *SERVICE_ROLES]).get(role, "")
    facts = {"person": person or _("someone"), "role": role}
    return str(_better(entry) or WORDS[entry.verb][1]) % facts


def summary_of(verb):
    """Return the kind of act, without any person."""
    words = str(WORDS[verb][1]) if verb in WORDS else verb
    return words % {"person": _("someone"), "role": "…"}


def _better(entry):
    for part, value in entry.detail.items():
        if exact := BETTER.get((entry.verb, part, value)):
            return exact
        if value and (any_value := BETTER.get((entry.verb, part, ANYTHING))):
            return any_value
    return None


def reason_of(entry):
    """Return the reason, as chosen or written."""
    return str(REASONS.get(entry.reason, entry.reason))
