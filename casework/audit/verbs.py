"""Everything the audit log can say. The value is what is stored."""

from enum import StrEnum


class Verb(StrEnum):
    CASE_OPENED = "case.opened"
    CASE_READ = "case.read"
    CASE_ASSIGNED = "case.assigned"
    CASE_TURN_SET = "case.turn-set"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    NOTE_ADDED = "note.added"
    REPLY_SENT = "reply.sent"
    MESSAGE_RECEIVED = "message.received"
    MAIL_SENT_AGAIN = "mail.sent-again"
    FILE_READ = "file.read"
    LIST_READ = "list.read"
    REFUSED = "refused"
    SIGNED_IN = "account.signed-in"
    SIGNED_OUT = "account.signed-out"
    ADDRESS_PROVED = "account.address-proved"
    FACTOR_ADDED = "account.factor-added"
    FACTOR_REMOVED = "account.factor-removed"
    PERSON_INVITED = "account.invited"
    EDITOR_MADE = "account.editor-made"
    INVITATION_ACCEPTED = "account.invitation-accepted"
    MEMBERSHIP_GRANTED = "membership.granted"
    MEMBERSHIP_ENDED = "membership.ended"
