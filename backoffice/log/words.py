"""The log in plain words: a sentence for each verb, and the kind of act it belongs to.

`%(person)s` is the person that the act was about, `%(role)s` their role in the office; others are parts of the
detail.
"""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
    Kind.READING: _lazy("Reading and searching"),
    Kind.CASEWORK: _lazy("Work on cases"),
    Kind.ACCESS: _lazy("Who may come in"),
    Kind.SIGN_IN: _lazy("Signing in and out"),
    Kind.REFUSED: _lazy("Refused"),
    Kind.LOG: _lazy("Use of this log"),
    Kind.BODY: _lazy("Members, groups and offices"),
}

WORDS = {
    Verb.CASE_OPENED: (Kind.CASEWORK, _lazy("Raised a case")),
    Verb.CASE_READ: (Kind.READING, _lazy("Looked at a case")),
    Verb.CASE_ASSIGNED: (Kind.CASEWORK, _lazy("Gave a case to %(person)s")),
    Verb.CASE_TURN_SET: (Kind.CASEWORK, _lazy("Changed whose turn it is")),
    Verb.CASE_DATE_SET: (Kind.CASEWORK, _lazy("Changed the next date")),
    Verb.CASE_TAGGED: (Kind.CASEWORK, _lazy("Put a tag on a case")),
    Verb.CASE_UNTAGGED: (Kind.CASEWORK, _lazy("Took a tag off a case")),
    Verb.TAG_RENAMED: (Kind.CASEWORK, _lazy("Renamed a tag")),
    Verb.TAG_MERGED: (Kind.CASEWORK, _lazy("Merged two tags")),
    Verb.TAG_DELETED: (Kind.CASEWORK, _lazy("Deleted a tag")),
    Verb.CASE_CLOSED: (Kind.CASEWORK, _lazy("Closed a case")),
    Verb.CASE_WITHDRAWN: (Kind.CASEWORK, _lazy("Said that they no longer need help, and closed their case")),
    Verb.CASE_REOPENED: (Kind.CASEWORK, _lazy("Opened a case again")),
    Verb.ALERTS_CHOSEN: (Kind.CASEWORK, _lazy("A person chose how they hear of messages")),
    Verb.CASE_LINKED: (Kind.CASEWORK, _lazy("Showed with a code that a case is theirs")),
    Verb.ACCOUNT_LINK_CODE_MAILED: (Kind.CASEWORK, _lazy("Had a code mailed to the address on a case")),
    Verb.ACCOUNT_LINK_CODE_GIVEN: (
        Kind.CASEWORK,
        _lazy("Made a code with which the person can follow a case"),
    ),
    Verb.TRACKING_OPENED: (Kind.READING, _lazy("Opened their case by code")),
    Verb.TRACKING_REFUSED: (Kind.REFUSED, _lazy("Gave a wrong tracking code for a case")),
    Verb.TRACKING_REPLACED: (Kind.CASEWORK, _lazy("Made a new tracking code for a case")),
    Verb.ADDRESS_CONFIRMED: (
        Kind.CASEWORK,
        _lazy("Someone at the email address said that they contacted us"),
    ),
    Verb.ADDRESS_DISOWNED: (
        Kind.CASEWORK,
        _lazy("Someone at the email address said that they did not contact us"),
    ),
    Verb.ADDRESS_CORRECTED: (Kind.CASEWORK, _lazy("Corrected the email address on a case")),
    Verb.ADDRESS_SHOWN: (Kind.READING, _lazy("Looked at the full email address on a case")),
    Verb.NOTE_ADDED: (Kind.CASEWORK, _lazy("Wrote a note")),
    Verb.REPLY_SENT: (Kind.CASEWORK, _lazy("Sent a reply")),
    Verb.DRAFT_BEGUN: (Kind.CASEWORK, _lazy("Began a draft of a reply")),
    Verb.SIGN_OFF_ASKED: (Kind.CASEWORK, _lazy("Asked for sign-off of a reply")),
    Verb.REPLY_SIGNED: (Kind.CASEWORK, _lazy("Signed a reply off")),
    Verb.SIGN_OFF_SENT_BACK: (Kind.CASEWORK, _lazy("Sent a reply back to its writer")),
    Verb.SIGN_OFF_WITHDRAWN: (Kind.CASEWORK, _lazy("Withdrew a reply that waited for sign-off")),
    Verb.SIGN_OFF_SET: (Kind.ACCESS, _lazy("Set whose sign-off replies need")),
    Verb.REPLY_PLANNED: (Kind.CASEWORK, _lazy("Sent a reply that goes after the time to undo it")),
    Verb.REPLY_UNDONE: (Kind.CASEWORK, _lazy("Undid the sending of a reply")),
    Verb.REPLY_NOT_SENT: (Kind.CASEWORK, _lazy("A reply could not go: it is a draft again")),
    Verb.ACT_PLANNED: (Kind.CASEWORK, _lazy("Closed or handed over a case, after the time to undo it")),
    Verb.ACT_UNDONE: (Kind.CASEWORK, _lazy("Undid the closing or hand-over of a case")),
    Verb.ACT_NOT_DONE: (Kind.CASEWORK, _lazy("A case could not be closed or handed over: it had changed")),
    Verb.DRAFT_THROWN_AWAY: (Kind.CASEWORK, _lazy("Threw away a draft of a reply")),
    Verb.WORDING_KEPT: (Kind.CASEWORK, _lazy("Added or changed a template or standard line")),
    Verb.WORDING_ENDED: (Kind.CASEWORK, _lazy("Removed a template or standard line")),
    Verb.RISK_RAISED: (Kind.CASEWORK, _lazy("Flagged a risk on a case")),
    Verb.RISK_TOLD: (Kind.CASEWORK, _lazy("Told the duty person of a risk")),
    Verb.RISK_ESCALATED: (Kind.CASEWORK, _lazy("No one had looked at a risk: told the managers")),
    Verb.RISK_FLOOD: (Kind.CASEWORK, _lazy("Very many risks were flagged: told the managers")),
    Verb.RISK_REOPENED: (Kind.CASEWORK, _lazy("Took back that a risk was settled")),
    Verb.RISK_SEEN: (Kind.CASEWORK, _lazy("Saw a case with a new risk on it")),
    Verb.RISK_SETTLED: (Kind.CASEWORK, _lazy("Settled a risk on a case")),
    Verb.SAFE_WAY_SET: (Kind.CASEWORK, _lazy("Set how a person can be reached safely")),
    Verb.SAFE_CODE_MADE: (Kind.CASEWORK, _lazy("Made a code that opens a safe-contact case once")),
    Verb.SAFE_WORD_ENDED: (Kind.CASEWORK, _lazy("Ended the word and code of a safe-contact case")),
    Verb.SAFE_OPENED: (Kind.READING, _lazy("Opened their safe-contact case with a word or code")),
    Verb.SAFE_REFUSED: (Kind.REFUSED, _lazy("Gave a wrong word or code for a safe-contact case")),
    Verb.DUTY_SET: (Kind.CASEWORK, _lazy("Set who is on duty when the rota names no one")),
    Verb.DUTY_ACCEPTED: (Kind.CASEWORK, _lazy("Accepted to be on duty")),
    Verb.DUTY_GIVEN_BACK: (Kind.CASEWORK, _lazy("Declined to be on duty, or gave it back")),
    Verb.DUTY_PERIOD_ADDED: (Kind.CASEWORK, _lazy("Put %(person)s on the duty rota")),
    Verb.DUTY_AWAY_ADDED: (Kind.CASEWORK, _lazy("Noted days on which %(person)s is away")),
    Verb.DUTY_ROW_REMOVED: (Kind.CASEWORK, _lazy("Took days off the duty rota")),
    Verb.CONTACT_TASK_DONE: (
        Kind.CASEWORK,
        _lazy("Told the person of a reply by phone, letter or in person"),
    ),
    Verb.AUTHORITY_BEGUN: (
        Kind.CASEWORK,
        _lazy("Raised a case for someone else, or asked that person again"),
    ),
    Verb.AUTHORITY_ASKED: (Kind.CASEWORK, _lazy("Asked a person by a link if another may speak for them")),
    Verb.AUTHORITY_GIVEN: (Kind.CASEWORK, _lazy("A person agreed that another speaks for them")),
    Verb.AUTHORITY_REFUSED: (Kind.CASEWORK, _lazy("A person did not agree that another speaks for them")),
    Verb.AUTHORITY_REVOKED: (Kind.CASEWORK, _lazy("Ended the permission to speak for a person")),
    Verb.AUTHORITY_ENDS_SOON: (Kind.CASEWORK, _lazy("Told the office that a permission ends soon")),
    Verb.SHARE_OFFERED: (Kind.CASEWORK, _lazy("Asked another office to read a case")),
    Verb.SHARE_ACCEPTED: (Kind.CASEWORK, _lazy("Said yes to reading a case of another office")),
    Verb.SHARE_DECLINED: (Kind.CASEWORK, _lazy("Said no to reading a case of another office")),
    Verb.SHARE_ENDED: (Kind.CASEWORK, _lazy("Stopped sharing a case with another office")),
    Verb.SHARE_PART_SHOWN: (Kind.CASEWORK, _lazy("Showed a note or file to another office")),
    Verb.SHARE_PART_HIDDEN: (Kind.CASEWORK, _lazy("Hid a note or file from another office again")),
    Verb.TRANSFER_OFFERED: (Kind.CASEWORK, _lazy("Asked another office to take a case on")),
    Verb.TRANSFER_ACCEPTED: (Kind.CASEWORK, _lazy("Took a case on from another office")),
    Verb.TRANSFER_DECLINED: (Kind.CASEWORK, _lazy("Said no to taking a case on")),
    Verb.TRANSFER_TAKEN_BACK: (Kind.CASEWORK, _lazy("Took back the offer to pass a case on")),
    Verb.MESSAGE_RECEIVED: (Kind.CASEWORK, _lazy("Wrote to the office")),
    Verb.CONTACT_LOGGED: (Kind.CASEWORK, _lazy("Logged a call, letter or visit")),
    Verb.FACT_CORRECTED: (Kind.CASEWORK, _lazy("Corrected a fact")),
    Verb.MAIL_SENT_AGAIN: (Kind.CASEWORK, _lazy("Sent an email once more")),
    Verb.FILE_READ: (Kind.READING, _lazy("Opened a file of a case")),
    Verb.FILE_QUARANTINED: (Kind.CASEWORK, _lazy("Held a file that may have a virus")),
    Verb.FILE_DESTROYED: (Kind.CASEWORK, _lazy("Destroyed a file that may have had a virus")),
    Verb.LIST_READ: (Kind.READING, _lazy("Looked at the list of cases")),
    Verb.SEARCHED: (Kind.READING, _lazy("Searched the cases")),
    Verb.VIEW_SAVED: (Kind.CASEWORK, _lazy("Saved a view of the list of cases")),
    Verb.VIEW_REMOVED: (Kind.CASEWORK, _lazy("Removed a saved view of the list of cases")),
    Verb.LOG_READ: (Kind.LOG, _lazy("Looked at this log")),
    Verb.LOG_EXPORTED: (Kind.LOG, _lazy("Took a copy of this log")),
    Verb.RESTORED: (Kind.LOG, _lazy("Restored the service from a backup")),
    Verb.REFUSED: (Kind.REFUSED, _lazy("Was refused a page")),
    Verb.SIGNED_IN: (Kind.SIGN_IN, _lazy("Signed in")),
    Verb.SIGNED_OUT: (Kind.SIGN_IN, _lazy("Signed out")),
    Verb.ACCOUNT_REFUSED: (Kind.SIGN_IN, _lazy("A try to sign in with this name failed")),
    Verb.ACCOUNT_LOCKED: (
        Kind.ACCESS,
        _lazy("Locked the account of %(person)s"),
    ),
    Verb.ACCOUNT_UNLOCKED: (Kind.ACCESS, _lazy("Unlocked the account of %(person)s")),
    Verb.ADDRESS_PROVED: (Kind.SIGN_IN, _lazy("Proved an email address")),
    Verb.FACTOR_ADDED: (Kind.SIGN_IN, _lazy("Set up a second way to prove who they are")),
    Verb.FACTOR_REMOVED: (Kind.SIGN_IN, _lazy("Removed a second way to prove who they are")),
    Verb.RECOVERY_SENT: (Kind.ACCESS, _lazy("Sent %(person)s a link to sign in again")),
    Verb.RECOVERY_USED: (Kind.ACCESS, _lazy("Used a link to sign in again and chose a password")),
    Verb.NAME_CHANGED: (Kind.ACCESS, _lazy("Changed their own name")),
    Verb.ACCOUNT_CLOSED: (Kind.ACCESS, _lazy("The account of %(person)s was closed")),
    Verb.EDITOR_MADE: (Kind.ACCESS, _lazy("Made %(person)s an editor")),
    Verb.EDITOR_ENDED: (Kind.ACCESS, _lazy("Took the right to edit the site from %(person)s")),
    Verb.ADMINISTRATOR_MADE: (Kind.ACCESS, _lazy("Made %(person)s an administrator")),
    Verb.ADMINISTRATOR_ENDED: (Kind.ACCESS, _lazy("Ended the rights of %(person)s as an administrator")),
    Verb.INVITATION_SENT: (Kind.ACCESS, _lazy("Invited %(person)s as: %(role)s")),
    Verb.INVITATION_TAKEN_BACK: (Kind.ACCESS, _lazy("Took back the invitation of %(person)s")),
    Verb.MEMBERSHIP_ACCEPTED: (Kind.ACCESS, _lazy("Began to work in the office")),
    Verb.MEMBERSHIP_DECLINED: (Kind.ACCESS, _lazy("Declined to work in the office")),
    Verb.MEMBERSHIP_ENDED: (Kind.ACCESS, _lazy("Ended the work of %(person)s in the office")),
    Verb.ROLE_CHANGED: (Kind.ACCESS, _lazy("Changed the role of %(person)s to: %(role)s")),
    Verb.EMERGENCY_ASKED: (Kind.ACCESS, _lazy("Asked for emergency access")),
    Verb.EMERGENCY_OPENED: (Kind.ACCESS, _lazy("Opened emergency access")),
    Verb.EMERGENCY_DECLINED: (Kind.ACCESS, _lazy("Declined emergency access")),
    Verb.EMERGENCY_WITHDRAWN: (Kind.ACCESS, _lazy("Took back an ask for emergency access")),
    Verb.EMERGENCY_PAGE_SEEN: (Kind.READING, _lazy("Saw a page under emergency access")),
    Verb.EMERGENCY_ENDED: (Kind.ACCESS, _lazy("Ended emergency access")),
    Verb.EMERGENCY_REPORTED: (Kind.ACCESS, _lazy("Told the managers how many pages were seen")),
    Verb.EMERGENCY_REPORT_READ: (Kind.ACCESS, _lazy("Read what was seen under emergency access")),
    Verb.ACCESS_REVIEWED: (Kind.ACCESS, _lazy("Checked who has access")),
    Verb.BODY_CHANGED: (Kind.BODY, _lazy("Changed the name of the body or how people reach it")),
    Verb.LANGUAGE_ON: (Kind.BODY, _lazy("Turned on a language of the public pages")),
    Verb.LANGUAGE_OFF: (Kind.BODY, _lazy("Turned off a language of the public pages")),
    Verb.AREA_CHANGED: (Kind.BODY, _lazy("Changed the areas")),
    Verb.TOPIC_CHANGED: (Kind.BODY, _lazy("Changed the topics")),
    Verb.GROUP_ADDED: (Kind.BODY, _lazy("Added a group")),
    Verb.GROUP_RENAMED: (Kind.BODY, _lazy("Renamed a group")),
    Verb.MEMBER_ADDED: (Kind.BODY, _lazy("Added a Member")),
    Verb.MEMBER_RENAMED: (Kind.BODY, _lazy("Renamed a Member")),
    Verb.TERM_BEGUN: (Kind.BODY, _lazy("Gave a Member a seat")),
    Verb.GROUP_JOINED: (Kind.BODY, _lazy("Put a Member into a group")),
    Verb.OFFICE_ADDED: (Kind.BODY, _lazy("Opened the office")),
    Verb.OFFICE_CHANGED: (Kind.BODY, _lazy("Changed the details of the office")),
    Verb.OFFICE_BEGUN: (Kind.BODY, _lazy("Had the office work for a Member")),
    Verb.DATES_CHANGED: (Kind.BODY, _lazy("Changed from when or until when something holds for a Member")),
    Verb.REASON_ERASED: (Kind.LOG, _lazy("Erased the reason that an entry of this log gave")),
}

ANYTHING = "*"
# Where a part of the detail says it better: (verb, part, what it is).
BETTER = {
    (Verb.CASE_READ, "part", "answers"): _lazy("Read all answers of a case"),
    (Verb.CASE_READ, "guest", ANYTHING): _lazy("Looked at a case that we share with their office"),
    (Verb.CASE_READ, "owner", ANYTHING): _lazy("Looked at a case that another office shares with us"),
    (Verb.FILE_READ, "guest", ANYTHING): _lazy("Opened a file of a case that we share with their office"),
    (Verb.FILE_READ, "owner", ANYTHING): _lazy("Opened a file of a case that another office shares with us"),
    (Verb.AUTHORITY_GIVEN, "proof", "paper"): _lazy(
        "Recorded a signed letter: one person may speak for another"
    ),
    (Verb.AUTHORITY_REVOKED, "whose", "person"): _lazy("A person took back that another speaks for them"),
    (Verb.REPLY_SENT, "fixed", ANYTHING): _lazy("Sent a fixed message that says nothing of the case"),
    (Verb.SHARE_ENDED, "ending", "withdrawn"): _lazy("Stopped sharing a case: the person no longer agrees"),
    (Verb.SHARE_ENDED, "ending", "handed-over"): _lazy("Stopped sharing a case: it was passed on"),
    (Verb.TRANSFER_ACCEPTED, "code", "left"): _lazy(
        "Took a case on from another office; its tracking code did not go along"
    ),
    (Verb.CASE_WITHDRAWN, "at_risk", True): _lazy("Said that they no longer need help; the case stays open"),
    (Verb.RISK_ESCALATED, "step", "cover"): _lazy("No one had looked at a risk: told the cover"),
    (Verb.CASE_ASSIGNED, "to", None): _lazy("Made a case no one’s"),
    (Verb.ACCOUNT_REFUSED, "step", "password"): _lazy("A try to sign in failed: wrong password"),
    (Verb.ACCOUNT_REFUSED, "step", "factor"): _lazy("A try to sign in failed: wrong code"),
    (Verb.LIST_READ, "guest", ANYTHING): _lazy("Looked at the list of what others share with their office"),
    (Verb.LIST_READ, "view", "permissions"): _lazy("Looked at who may act for someone else"),
    (Verb.LIST_READ, "filters", ANYTHING): _lazy("Searched the list of cases"),
    (Verb.SEARCHED, "guest", ANYTHING): _lazy("Found a case by searching that we share with their office"),
    (Verb.SEARCHED, "over", "people"): _lazy("Searched for a person"),
    (Verb.SEARCHED, "over", "reference"): _lazy("Searched for a reference"),
    (Verb.SEARCHED, "over", "suggestions"): _lazy("Searched the cases while typing"),
    (Verb.LOG_READ, "part", "readers"): _lazy("Looked at who has looked at a case"),
    (Verb.REFUSED, "status", 403): _lazy("Was refused a page: not allowed to do that"),
    (Verb.REFUSED, "status", 404): _lazy("Was refused a page: not there, or not this office’s"),
    (Verb.REFUSED, "status", 429): _lazy("Was refused a page: too many times"),
}

REASONS = {
    "review": _lazy("A regular check of the log"),
    "incident": _lazy("Something went wrong, or someone complained"),
    "request": _lazy("Someone asked what we hold about them"),
    "authority": _lazy("The regulator, the police or a court asked"),
    "other": _lazy("Another reason"),
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
