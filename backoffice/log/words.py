"""The log in plain words: a sentence for each verb, and the kind of act it belongs to.

`%(person)s` is the person that the act was about, `%(role)s` their role in the office; others are parts of the
detail.
"""

from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
    Kind.READING: _("Reading and searching"),
    Kind.CASEWORK: _("Work on cases"),
    Kind.ACCESS: _("Who may come in"),
    Kind.SIGN_IN: _("Signing in and out"),
    Kind.REFUSED: _("Refused"),
    Kind.LOG: _("Use of this log"),
    Kind.BODY: _("Members, groups and offices"),
}

WORDS = {
    Verb.CASE_OPENED: (Kind.CASEWORK, _("Raised a case")),
    Verb.CASE_READ: (Kind.READING, _("Looked at a case")),
    Verb.CASE_ASSIGNED: (Kind.CASEWORK, _("Gave a case to %(person)s")),
    Verb.CASE_TURN_SET: (Kind.CASEWORK, _("Changed whose turn it is")),
    Verb.CASE_DATE_SET: (Kind.CASEWORK, _("Changed the next date")),
    Verb.CASE_TAGGED: (Kind.CASEWORK, _("Put a tag on a case")),
    Verb.CASE_UNTAGGED: (Kind.CASEWORK, _("Took a tag off a case")),
    Verb.TAG_RENAMED: (Kind.CASEWORK, _("Renamed a tag")),
    Verb.TAG_MERGED: (Kind.CASEWORK, _("Merged two tags")),
    Verb.TAG_DELETED: (Kind.CASEWORK, _("Deleted a tag")),
    Verb.CASE_CLOSED: (Kind.CASEWORK, _("Closed a case")),
    Verb.CASE_WITHDRAWN: (Kind.CASEWORK, _("Said that they no longer need help, and closed their case")),
    Verb.CASE_REOPENED: (Kind.CASEWORK, _("Opened a case again")),
    Verb.ALERTS_CHOSEN: (Kind.CASEWORK, _("A person chose how they hear of messages")),
    Verb.CASE_LINKED: (Kind.CASEWORK, _("Showed with a code that a case is theirs")),
    Verb.ACCOUNT_LINK_CODE_MAILED: (Kind.CASEWORK, _("Had a code mailed to the address on a case")),
    Verb.ACCOUNT_LINK_CODE_GIVEN: (Kind.CASEWORK, _("Made a code with which the person can follow a case")),
    Verb.TRACKING_OPENED: (Kind.READING, _("Opened their case by code")),
    Verb.TRACKING_REFUSED: (Kind.REFUSED, _("Gave a wrong tracking code for a case")),
    Verb.TRACKING_REPLACED: (Kind.CASEWORK, _("Made a new tracking code for a case")),
    Verb.ADDRESS_CONFIRMED: (Kind.CASEWORK, _("Someone at the email address said that they contacted us")),
    Verb.ADDRESS_DISOWNED: (
        Kind.CASEWORK,
        _("Someone at the email address said that they did not contact us"),
    ),
    Verb.ADDRESS_CORRECTED: (Kind.CASEWORK, _("Corrected the email address on a case")),
    Verb.ADDRESS_SHOWN: (Kind.READING, _("Looked at the full email address on a case")),
    Verb.NOTE_ADDED: (Kind.CASEWORK, _("Wrote a note")),
    Verb.REPLY_SENT: (Kind.CASEWORK, _("Sent a reply")),
    Verb.DRAFT_BEGUN: (Kind.CASEWORK, _("Began a draft of a reply")),
    Verb.SIGN_OFF_ASKED: (Kind.CASEWORK, _("Asked for sign-off of a reply")),
    Verb.REPLY_SIGNED: (Kind.CASEWORK, _("Signed a reply off")),
    Verb.SIGN_OFF_SENT_BACK: (Kind.CASEWORK, _("Sent a reply back to its writer")),
    Verb.SIGN_OFF_WITHDRAWN: (Kind.CASEWORK, _("Withdrew a reply that waited for sign-off")),
    Verb.SIGN_OFF_SET: (Kind.CASEWORK, _("Set whose sign-off replies need")),
    Verb.REPLY_PLANNED: (Kind.CASEWORK, _("Sent a reply that goes after the time to undo it")),
    Verb.REPLY_UNDONE: (Kind.CASEWORK, _("Undid the sending of a reply")),
    Verb.REPLY_NOT_SENT: (Kind.CASEWORK, _("A reply could not go: it is a draft again")),
    Verb.ACT_PLANNED: (Kind.CASEWORK, _("Closed or handed over a case, after the time to undo it")),
    Verb.ACT_UNDONE: (Kind.CASEWORK, _("Undid the closing or hand-over of a case")),
    Verb.ACT_NOT_DONE: (Kind.CASEWORK, _("A case could not be closed or handed over: it had changed")),
    Verb.DRAFT_THROWN_AWAY: (Kind.CASEWORK, _("Threw away a draft of a reply")),
    Verb.WORDING_KEPT: (Kind.CASEWORK, _("Added or changed a template or standard line")),
    Verb.WORDING_ENDED: (Kind.CASEWORK, _("Removed a template or standard line")),
    Verb.GUIDE_KEPT: (Kind.CASEWORK, _("Added or changed a guide to a topic")),
    Verb.GUIDE_REMOVED: (Kind.CASEWORK, _("Removed a guide to a topic")),
    Verb.CHECKLIST_TICKED: (Kind.CASEWORK, _("Ticked steps of a checklist on a case")),
    Verb.DEADLINES_SET: (Kind.CASEWORK, _("Set in how many working days cases are due")),
    Verb.RISK_RAISED: (Kind.CASEWORK, _("Flagged a risk on a case")),
    Verb.RISK_TOLD: (Kind.CASEWORK, _("Told the duty person of a risk")),
    Verb.RISK_ESCALATED: (Kind.CASEWORK, _("No one had looked at a risk: told the managers")),
    Verb.RISK_FLOOD: (Kind.CASEWORK, _("Very many risks were flagged: told the managers")),
    Verb.RISK_REOPENED: (Kind.CASEWORK, _("Took back that a risk was settled")),
    Verb.RISK_SEEN: (Kind.CASEWORK, _("Saw a case with a new risk on it")),
    Verb.RISK_SETTLED: (Kind.CASEWORK, _("Settled a risk on a case")),
    Verb.SAFE_WAY_SET: (Kind.CASEWORK, _("Set how a person can be reached safely")),
    Verb.SAFE_CODE_MADE: (Kind.CASEWORK, _("Made a code that opens a safe-contact case once")),
    Verb.SAFE_WORD_ENDED: (Kind.CASEWORK, _("Ended the word and code of a safe-contact case")),
    Verb.SAFE_OPENED: (Kind.READING, _("Opened their safe-contact case with a word or code")),
    Verb.SAFE_REFUSED: (Kind.REFUSED, _("Gave a wrong word or code for a safe-contact case")),
    Verb.DUTY_SET: (Kind.CASEWORK, _("Set who is on duty when the rota names no one")),
    Verb.DUTY_ACCEPTED: (Kind.CASEWORK, _("Accepted to be on duty")),
    Verb.DUTY_GIVEN_BACK: (Kind.CASEWORK, _("Declined to be on duty, or gave it back")),
    Verb.DUTY_PERIOD_ADDED: (Kind.CASEWORK, _("Put %(person)s on the duty rota")),
    Verb.DUTY_AWAY_ADDED: (Kind.CASEWORK, _("Noted days on which %(person)s is away")),
    Verb.DUTY_ROW_REMOVED: (Kind.CASEWORK, _("Took days off the duty rota")),
    Verb.CONTACT_TASK_DONE: (Kind.CASEWORK, _("Told the person of a reply by phone, letter or in person")),
    Verb.AUTHORITY_BEGUN: (Kind.CASEWORK, _("Raised a case for someone else, or asked that person again")),
    Verb.AUTHORITY_ASKED: (Kind.CASEWORK, _("Asked a person by a link if another may speak for them")),
    Verb.AUTHORITY_GIVEN: (Kind.CASEWORK, _("A person agreed that another speaks for them")),
    Verb.AUTHORITY_REFUSED: (Kind.CASEWORK, _("A person did not agree that another speaks for them")),
    Verb.AUTHORITY_REVOKED: (Kind.CASEWORK, _("Ended the permission to speak for a person")),
    Verb.AUTHORITY_ENDS_SOON: (Kind.CASEWORK, _("Told the office that a permission ends soon")),
    Verb.SHARE_OFFERED: (Kind.CASEWORK, _("Asked another office to read a case")),
    Verb.SHARE_ACCEPTED: (Kind.CASEWORK, _("Said yes to reading a case of another office")),
    Verb.SHARE_DECLINED: (Kind.CASEWORK, _("Said no to reading a case of another office")),
    Verb.SHARE_ENDED: (Kind.CASEWORK, _("Stopped sharing a case with another office")),
    Verb.SHARE_PART_SHOWN: (Kind.CASEWORK, _("Showed a note or file to another office")),
    Verb.SHARE_PART_HIDDEN: (Kind.CASEWORK, _("Hid a note or file from another office again")),
    Verb.TRANSFER_OFFERED: (Kind.CASEWORK, _("Asked another office to take a case on")),
    Verb.TRANSFER_ACCEPTED: (Kind.CASEWORK, _("Took a case on from another office")),
    Verb.TRANSFER_DECLINED: (Kind.CASEWORK, _("Said no to taking a case on")),
    Verb.TRANSFER_TAKEN_BACK: (Kind.CASEWORK, _("Took back the offer to pass a case on")),
    Verb.MESSAGE_RECEIVED: (Kind.CASEWORK, _("Wrote to the office")),
    Verb.CONTACT_LOGGED: (Kind.CASEWORK, _("Logged a call, letter or visit")),
    Verb.FACT_CORRECTED: (Kind.CASEWORK, _("Corrected a fact")),
    Verb.MAIL_SENT_AGAIN: (Kind.CASEWORK, _("Sent an email once more")),
    Verb.FILE_READ: (Kind.READING, _("Opened a file of a case")),
    Verb.FILE_QUARANTINED: (Kind.CASEWORK, _("Held a file that may have a virus")),
    Verb.FILE_DESTROYED: (Kind.CASEWORK, _("Destroyed a file that may have had a virus")),
    Verb.LIST_READ: (Kind.READING, _("Looked at the list of cases")),
    Verb.SEARCHED: (Kind.READING, _("Searched the cases")),
    Verb.VIEW_SAVED: (Kind.CASEWORK, _("Saved a view of the list of cases")),
    Verb.VIEW_REMOVED: (Kind.CASEWORK, _("Removed a saved view of the list of cases")),
    Verb.LOG_READ: (Kind.LOG, _("Looked at this log")),
    Verb.LOG_EXPORTED: (Kind.LOG, _("Took a copy of this log")),
    Verb.RESTORED: (Kind.LOG, _("Restored the service from a backup")),
    Verb.REFUSED: (Kind.REFUSED, _("Was refused a page")),
    Verb.SIGNED_IN: (Kind.SIGN_IN, _("Signed in")),
    Verb.SIGNED_OUT: (Kind.SIGN_IN, _("Signed out")),
    Verb.ACCOUNT_REFUSED: (Kind.SIGN_IN, _("A try to sign in with this name failed")),
    Verb.ACCOUNT_LOCKED: (Kind.ACCESS, _("Locked the account of %(person)s")),
    Verb.ACCOUNT_UNLOCKED: (Kind.ACCESS, _("Unlocked the account of %(person)s")),
    Verb.ADDRESS_PROVED: (Kind.SIGN_IN, _("Proved an email address")),
    Verb.FACTOR_ADDED: (Kind.SIGN_IN, _("Set up a second way to prove who they are")),
    Verb.FACTOR_REMOVED: (Kind.SIGN_IN, _("Removed a second way to prove who they are")),
    Verb.RECOVERY_SENT: (Kind.ACCESS, _("Sent %(person)s a link to sign in again")),
    Verb.RECOVERY_USED: (Kind.ACCESS, _("Used a link to sign in again and chose a password")),
    Verb.NAME_CHANGED: (Kind.ACCESS, _("Changed their own name")),
    Verb.ACCOUNT_CLOSED: (Kind.ACCESS, _("The account of %(person)s was closed")),
    Verb.EDITOR_MADE: (Kind.ACCESS, _("Made %(person)s an editor")),
    Verb.EDITOR_ENDED: (Kind.ACCESS, _("Took the right to edit the site from %(person)s")),
    Verb.ADMINISTRATOR_MADE: (Kind.ACCESS, _("Made %(person)s an administrator")),
    Verb.ADMINISTRATOR_ENDED: (Kind.ACCESS, _("Ended the rights of %(person)s as an administrator")),
    Verb.INVITATION_SENT: (Kind.ACCESS, _("Invited %(person)s as: %(role)s")),
    Verb.INVITATION_TAKEN_BACK: (Kind.ACCESS, _("Took back the invitation of %(person)s")),
    Verb.MEMBERSHIP_ACCEPTED: (Kind.ACCESS, _("Began to work in the office")),
    Verb.MEMBERSHIP_DECLINED: (Kind.ACCESS, _("Declined to work in the office")),
    Verb.MEMBERSHIP_ENDED: (Kind.ACCESS, _("Ended the work of %(person)s in the office")),
    Verb.ROLE_CHANGED: (Kind.ACCESS, _("Changed the role of %(person)s to: %(role)s")),
    Verb.EMERGENCY_ASKED: (Kind.ACCESS, _("Asked for emergency access")),
    Verb.EMERGENCY_OPENED: (Kind.ACCESS, _("Opened emergency access")),
    Verb.EMERGENCY_DECLINED: (Kind.ACCESS, _("Declined emergency access")),
    Verb.EMERGENCY_WITHDRAWN: (Kind.ACCESS, _("Took back an ask for emergency access")),
    Verb.EMERGENCY_PAGE_SEEN: (Kind.READING, _("Saw a page under emergency access")),
    Verb.EMERGENCY_ENDED: (Kind.ACCESS, _("Ended emergency access")),
    Verb.EMERGENCY_REPORTED: (Kind.ACCESS, _("Told the managers how many pages were seen")),
    Verb.EMERGENCY_REPORT_READ: (Kind.ACCESS, _("Read what was seen under emergency access")),
    Verb.ACCESS_REVIEWED: (Kind.ACCESS, _("Checked who has access")),
    Verb.BODY_CHANGED: (Kind.BODY, _("Changed the name of the body or how people reach it")),
    Verb.PRACTICE_BEGUN: (Kind.CASEWORK, _("Practised with made-up cases")),
    Verb.PRACTICE_EMPTIED: (Kind.CASEWORK, _("Deleted made-up cases")),
    Verb.PRACTICE_ON: (Kind.BODY, _("Let staff practise with made-up cases")),
    Verb.PRACTICE_OFF: (Kind.BODY, _("Stopped practice with made-up cases")),
    Verb.LANGUAGE_ON: (Kind.BODY, _("Turned on a language of the public pages")),
    Verb.LANGUAGE_OFF: (Kind.BODY, _("Turned off a language of the public pages")),
    Verb.AREA_CHANGED: (Kind.BODY, _("Changed the areas")),
    Verb.TOPIC_CHANGED: (Kind.BODY, _("Changed the topics")),
    Verb.GROUP_ADDED: (Kind.BODY, _("Added a group")),
    Verb.GROUP_RENAMED: (Kind.BODY, _("Renamed a group")),
    Verb.MEMBER_ADDED: (Kind.BODY, _("Added a Member")),
    Verb.MEMBER_RENAMED: (Kind.BODY, _("Renamed a Member")),
    Verb.TERM_BEGUN: (Kind.BODY, _("Gave a Member a seat")),
    Verb.GROUP_JOINED: (Kind.BODY, _("Put a Member into a group")),
    Verb.OFFICE_ADDED: (Kind.BODY, _("Opened the office")),
    Verb.OFFICE_CHANGED: (Kind.BODY, _("Changed the details of the office")),
    Verb.OFFICE_BEGUN: (Kind.BODY, _("Had the office work for a Member")),
    Verb.DATES_CHANGED: (Kind.BODY, _("Changed from when or until when something holds for a Member")),
    Verb.REASON_ERASED: (Kind.LOG, _("Erased the reason that an entry of this log gave")),
}

ANYTHING = "*"
# Where a part of the detail says it better: (verb, part, what it is).
BETTER = {
    (Verb.CASE_READ, "part", "answers"): _("Read all answers of a case"),
    (Verb.CASE_READ, "guest", ANYTHING): _("Looked at a case that we share with their office"),
    (Verb.CASE_READ, "owner", ANYTHING): _("Looked at a case that another office shares with us"),
    (Verb.FILE_READ, "part", "thumbnails"): _("Saw small copies of the pictures on a case"),
    (Verb.FILE_READ, "guest", ANYTHING): _("Opened a file of a case that we share with their office"),
    (Verb.FILE_READ, "owner", ANYTHING): _("Opened a file of a case that another office shares with us"),
    (Verb.AUTHORITY_GIVEN, "proof", "paper"): _("Recorded a signed letter: one person may speak for another"),
    (Verb.AUTHORITY_REVOKED, "whose", "person"): _("A person took back that another speaks for them"),
    (Verb.REPLY_SENT, "fixed", ANYTHING): _("Sent a standard message with no details of the case"),
    (Verb.SHARE_ENDED, "ending", "withdrawn"): _("Stopped sharing a case: the person no longer agrees"),
    (Verb.SHARE_ENDED, "ending", "handed-over"): _("Stopped sharing a case: it was passed on"),
    (Verb.TRANSFER_ACCEPTED, "code", "left"): _(
        "Took a case on from another office; its tracking code did not go along"
    ),
    (Verb.CASE_WITHDRAWN, "at_risk", True): _("Said that they no longer need help; the case stays open"),
    (Verb.RISK_ESCALATED, "step", "cover"): _("No one had looked at a risk: told the cover"),
    (Verb.CASE_ASSIGNED, "to", None): _("Made a case no one’s"),
    (Verb.ACCOUNT_REFUSED, "step", "password"): _("A try to sign in failed: wrong password"),
    (Verb.ACCOUNT_REFUSED, "step", "factor"): _("A try to sign in failed: wrong code"),
    (Verb.LIST_READ, "guest", ANYTHING): _("Looked at the list of what others share with their office"),
    (Verb.LIST_READ, "view", "permissions"): _("Looked at who may act for someone else"),
    (Verb.LIST_READ, "filters", ANYTHING): _("Searched the list of cases"),
    (Verb.SEARCHED, "guest", ANYTHING): _("Found a case by searching that we share with their office"),
    (Verb.SEARCHED, "over", "people"): _("Searched for a person"),
    (Verb.SEARCHED, "over", "reference"): _("Searched for a reference"),
    (Verb.SEARCHED, "over", "suggestions"): _("Searched the cases while typing"),
    (Verb.LOG_READ, "part", "readers"): _("Looked at who has looked at a case"),
    (Verb.REFUSED, "status", 403): _("Was refused a page: not allowed to do that"),
    (Verb.REFUSED, "status", 404): _("Was refused a page: not there, or not this office’s"),
    (Verb.REFUSED, "status", 429): _("Was refused a page: too many times"),
}

SUMMARIES = {
    Verb.INVITATION_SENT: _("Invited someone"),
    Verb.ROLE_CHANGED: _("Changed someone’s role"),
}

REASONS = {
    "review": _("A regular check of the log"),
    "incident": _("Something went wrong, or someone complained"),
    "request": _("Someone asked what we hold about them"),
    "authority": _("The regulator, the police or a court asked"),
    "other": _("Another reason"),
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
    facts = {"person": person or gettext("someone"), "role": role}
    return str(_precise_words(entry) or WORDS[entry.verb][1]) % facts


def summary_of(verb):
    """Return the kind of act, without any person or role."""
    words = SUMMARIES.get(verb) or (WORDS[verb][1] if verb in WORDS else verb)
    return str(words) % {"person": gettext("someone")}


def _precise_words(entry):
    for part, value in entry.detail.items():
        if exact := BETTER.get((entry.verb, part, value)):
            return exact
        if value and (any_value := BETTER.get((entry.verb, part, ANYTHING))):
            return any_value
    return None


def reason_of(entry):
    """Return the reason, as chosen or written."""
    return str(REASONS.get(entry.reason, entry.reason))
