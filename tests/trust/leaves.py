"""What each address of the back office leaves in the log: the reviewed table, and the world in which it is tried.

An address without a row fails (`test_reads_are_audited.py`).
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Disuse, User
from casework.audit.verbs import Verb
from casework.cases.authority_answers import refuse
from casework.cases.authority_services import begin, hash_of
from casework.cases.hand_tasks import HandTask
from casework.cases.models import AuthorityPaper, Case, CaseFile, Note
from casework.cases.risk_flags import raise_risk
from casework.cases.safe_words import keep_safe
from casework.cases.services import close_case, reply_to_constituent
from casework.cases.turns import Turn
from casework.constituents.models import Constituent
from casework.files import store
from casework.offices.break_glass import ask_for_access
from casework.offices.duty_rota import add_turn
from casework.offices.models import Group, Membership, Office
from casework.offices.offers import offer_first_manager
from casework.offices.services import grant_membership
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories
from tests.representing import about, agreed, asked
from tests.sharing import offered, shared, transfer_offered

CANARY = "canary-5b1d90e2"
FORM = "a form about nobody yet"
NO_CASE = "shows who works here, and nothing of a case"
ONLY_ACTS = "there is nothing to look at, only a button on another page"


@dataclass(frozen=True)
class Row:
    """What one address leaves in the log.

    `looks`: the verb of a visit, or "" with the reason in `why`. `acts`: the verb of pressing its button with the
    fields `sends`. `also`: what the same press does besides, each an act of its own that the log must show. `who` is
    the person of the cast who does it, `first` prepares the world for it.
    """

    looks: str = ""
    why: str = ""
    acts: str = ""
    sends: dict = field(default_factory=dict)
    also: tuple = ()
    who: str = "dev"
    first: str = ""


def _day(name, ahead):
    when = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


OFFER = {"to_office": "labour-south", "purpose": CANARY, "agreed_how": "phone"} | _day("agreed_on", 0)
ENDS = {"ending": "revoked"}
SHOWS = {"share": "{share}"}
CASE_URL = "office/cases/<reference:reference>/"
ROWS = {
    "office/": Row(why="sends on to the first page, which writes"),
    "office/cases/": Row(looks=Verb.LIST_READ),
    CASE_URL: Row(looks=Verb.CASE_READ),
    f"{CASE_URL}answers/": Row(looks=Verb.CASE_READ),
    f"{CASE_URL}files/<uuid:uuid>/": Row(looks=Verb.FILE_READ),
    f"{CASE_URL}readers/": Row(looks=Verb.LOG_READ),
    f"{CASE_URL}claim/": Row(why=ONLY_ACTS, acts=Verb.CASE_ASSIGNED),
    f"{CASE_URL}assign/": Row(looks=Verb.CASE_READ, acts=Verb.CASE_ASSIGNED, sends={"owner": "{ben}"}),
    f"{CASE_URL}note/": Row(
        looks=Verb.CASE_READ, acts=Verb.NOTE_ADDED, sends={"once": "{new}", "body": CANARY}
    ),
    f"{CASE_URL}reply/": Row(
        why="sends on to the case, which writes",
        acts=Verb.REPLY_SENT,
        sends={"once": "{new}", "seen": "{seen}", "body": CANARY, "turn": "constituent"},
        also=(Verb.CASE_TURN_SET,),
    ),
    f"{CASE_URL}writing/": Row(
        why=f"{ONLY_ACTS}; it says that somebody writes, and what they send is an act"
    ),
    f"{CASE_URL}turn/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.CASE_TURN_SET,
        sends={"turn": "third-party", "waiting_on": CANARY},
    ),
    f"{CASE_URL}close/": Row(looks=Verb.CASE_READ, acts=Verb.CASE_CLOSED, sends={"outcome": CANARY}),
    f"{CASE_URL}reopen/": Row(why=ONLY_ACTS, acts=Verb.CASE_REOPENED, first="closed"),
    f"{CASE_URL}messages/<uuid:message>/alert-again/": Row(
        looks=Verb.CASE_READ, acts=Verb.MAIL_SENT_AGAIN, first="alert_failed"
    ),
    f"{CASE_URL}by-hand/<uuid:task>/": Row(why=ONLY_ACTS, acts=Verb.TOLD_BY_HAND, first="nobody_was_told"),
    f"{CASE_URL}claim-code/": Row(looks=Verb.CASE_READ, acts=Verb.CLAIM_CODE_GIVEN, first="raised_by_nobody"),
    "office/feedback/": Row(why="counts of whole months, and nothing of a case"),
    f"{CASE_URL}risk/": Row(
        looks=Verb.CASE_READ, acts=Verb.RISK_RAISED, sends={"kind": "eviction", "reason": CANARY}
    ),
    f"{CASE_URL}risk/<uuid:uuid>/": Row(
        looks=Verb.CASE_READ, acts=Verb.RISK_SETTLED, sends={"how": CANARY}, first="at_risk"
    ),
    f"{CASE_URL}safe/": Row(looks=Verb.CASE_READ, acts=Verb.SAFE_WAY_SET, sends={"way": CANARY}),
    f"{CASE_URL}safe/code/": Row(
        looks=Verb.CASE_READ, acts=Verb.SAFE_CODE_MADE, sends={"hours": "1"}, first="unsafe"
    ),
    f"{CASE_URL}safe/forget/": Row(why=ONLY_ACTS, acts=Verb.SAFE_WORD_ENDED, first="unsafe"),
    "office/duty/": Row(why=NO_CASE),
    "office/duty/settings/": Row(
        why=NO_CASE,
        acts=Verb.DUTY_SET,
        sends={"person": "{person}", "minutes": "15", "hours": CANARY},
    ),
    "office/duty/days/": Row(
        why=NO_CASE,
        acts=Verb.DUTY_TURN_ADDED,
        sends={"person": "{person}"} | _day("first_day", 0) | _day("last_day", 3),
    ),
    "office/duty/away/": Row(
        why=NO_CASE,
        acts=Verb.DUTY_AWAY_ADDED,
        sends={"person": "{person}"} | _day("first_day", 0) | _day("last_day", 3),
    ),
    "office/duty/<uuid:uuid>/remove/": Row(why=ONLY_ACTS, acts=Verb.DUTY_ROW_REMOVED, first="on_the_rota"),
    "office/data/": Row(why="says what kinds of things are held, and about nobody"),
    "office/what-it-can-see/": Row(why="a paper, the same for everybody"),
    f"{CASE_URL}permission/": Row(looks=Verb.CASE_READ, first="for_somebody"),
    f"{CASE_URL}permission/letter/": Row(looks=Verb.CASE_READ, first="for_somebody"),
    f"{CASE_URL}permission/scans/<uuid:uuid>/": Row(looks=Verb.FILE_READ, first="on_paper"),
    f"{CASE_URL}permission/link/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.AUTHORITY_ASKED,
        sends={"address": "mother@london.example", "checked": "met", "is_theirs": "on", "what": "read"}
        | _day("last_day", 14),
        first="for_somebody",
    ),
    f"{CASE_URL}permission/paper/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.AUTHORITY_GIVEN,
        sends={"signed_name": CANARY, "what": "read", "files": "{scan}"}
        | _day("signed_on", 0)
        | _day("last_day", 14),
        first="for_somebody",
    ),
    f"{CASE_URL}permission/end/": Row(
        looks=Verb.CASE_READ, acts=Verb.AUTHORITY_REVOKED, first="with_permission"
    ),
    f"{CASE_URL}permission/again/": Row(why=ONLY_ACTS, acts=Verb.AUTHORITY_BEGUN, first="refused"),
    f"{CASE_URL}permission/message/": Row(
        why=ONLY_ACTS,
        acts=Verb.REPLY_SENT,
        sends={"once": "{new}", "fixed": "ask"},
        first="for_somebody",
    ),
    f"{CASE_URL}share/": Row(
        looks=Verb.CASE_READ, acts=Verb.SHARE_OFFERED, sends=OFFER | _day("last_day", 14), who="ben"
    ),
    f"{CASE_URL}share/end/": Row(
        looks=Verb.CASE_READ, acts=Verb.SHARE_ENDED, sends=ENDS, who="ben", first="sharing"
    ),
    f"{CASE_URL}share/notes/<uuid:uuid>/": Row(
        why=ONLY_ACTS, acts=Verb.SHARE_PART_SHOWN, sends=SHOWS, who="ben", first="sharing_a_note"
    ),
    f"{CASE_URL}share/files/<uuid:uuid>/": Row(
        why=ONLY_ACTS, acts=Verb.SHARE_PART_SHOWN, sends=SHOWS, who="ben", first="sharing"
    ),
    f"{CASE_URL}transfer/": Row(looks=Verb.CASE_READ, acts=Verb.TRANSFER_OFFERED, sends=OFFER, who="ben"),
    f"{CASE_URL}transfer/end/": Row(
        looks=Verb.CASE_READ, acts=Verb.TRANSFER_TAKEN_BACK, sends=ENDS, who="ben", first="transfer_asked"
    ),
    "office/shared/": Row(looks=Verb.LIST_READ, who="eve"),
    "office/shared/reading/<uuid:uuid>/": Row(
        why="says who asks and why, and nothing of the case",
        acts=Verb.SHARE_ACCEPTED,
        also=(Verb.SHARE_ACCEPTED,),  # in the logs of both offices
        sends={"answer": "accept"},
        who="eve",
        first="share_asked",
    ),
    "office/shared/taking-on/<uuid:uuid>/": Row(
        why="says who asks and why, and nothing of the case",
        acts=Verb.TRANSFER_ACCEPTED,
        also=(Verb.TRANSFER_ACCEPTED,),  # in the logs of both offices; it closes the original
        sends={"answer": "accept", "member": "sol-marsh"},
        who="eve",
        first="transfer_asked",
    ),
    "office/team/": Row(why=NO_CASE),
    "office/team/invite/": Row(
        why=FORM,
        acts=Verb.MEMBERSHIP_GRANTED,
        sends={"email": "new@staff.example", "name": CANARY, "office": "labour-east", "role": "caseworker"},
        also=(Verb.PERSON_INVITED,),
    ),
    "office/team/invitations/": Row(
        why="shows the person's own invitations",
        acts=Verb.MEMBERSHIP_ACCEPTED,
        sends={"membership": "{offer}", "answer": "accept"},
        who="gil",
        first="offered",
    ),
    "office/team/review/": Row(
        why=NO_CASE,
        acts=Verb.ACCESS_REVIEWED,
        sends={"office": "labour-east", "labour-east-checked": "on", "labour-east-seen": "{list}"},
    ),
    "office/team/<uuid:membership>/end/": Row(why=NO_CASE, acts=Verb.MEMBERSHIP_ENDED),
    "office/team/<uuid:membership>/role/": Row(
        why=NO_CASE, acts=Verb.ROLE_CHANGED, sends={"role": "read-only"}
    ),
    "office/emergency/<uuid:uuid>/": Row(
        why="shows who asked for access and which pages they saw, and nothing of a case",
        acts=Verb.EMERGENCY_OPENED,
        sends={"act": "approve"},
        first="emergency_asked",
    ),
    "office/team/<uuid:membership>/invite-again/": Row(why=NO_CASE, acts=Verb.PERSON_INVITED),
    "office/team/<uuid:membership>/let-back-in/": Row(
        why=NO_CASE, acts=Verb.ACCOUNT_LET_BACK_IN, also=(Verb.PERSON_INVITED,), first="ben_suspended"
    ),
    "office/log/": Row(looks=Verb.LOG_READ),
    "office/log/copy/": Row(why="asks why", acts=Verb.LOG_EXPORTED, sends={"reason": "incident"}),
    "office/administration/": Row(why="shows offices and who is suspended, no case", who="boss"),
    "office/administration/manager/": Row(
        why=FORM,
        acts=Verb.MEMBERSHIP_GRANTED,
        sends={"email": "new@staff.example", "name": CANARY, "office": "green"},
        also=(Verb.PERSON_INVITED,),
        who="boss",
        first="empty_office",
    ),
    "office/administration/manager/<slug:slug>/take-back/": Row(
        why=ONLY_ACTS, acts=Verb.MEMBERSHIP_ENDED, who="boss", first="manager_offered"
    ),
    "office/administration/emergency/": Row(
        why="asks why, and shows what came of earlier asks",
        acts=Verb.EMERGENCY_ASKED,
        sends={"office": "labour-east", "hours": "1", "reason": "The office asked for help with its queue."},
        who="boss",
    ),
    "office/administration/emergency/end/": Row(
        why=ONLY_ACTS, acts=Verb.EMERGENCY_WITHDRAWN, who="boss", first="emergency_asked"
    ),
    "office/administration/editor/": Row(
        why=FORM,
        acts=Verb.EDITOR_MADE,
        sends={"email": "new@staff.example", "name": CANARY},
        also=(Verb.PERSON_INVITED,),
        who="boss",
    ),
    "office/administration/log/": Row(looks=Verb.LOG_READ, who="boss"),
    "office/administration/people/<uuid:person>/let-back-in/": Row(
        why=NO_CASE,
        acts=Verb.ACCOUNT_LET_BACK_IN,
        also=(Verb.PERSON_INVITED,),
        who="boss",
        first="cat_suspended",
    ),
}


def _sent(value):
    return value if hasattr(value, "read") else str(value)


class World:
    """An office in which every text is a canary, and what each row needs besides."""

    share = None  # until a case is shared
    task = None  # until somebody must be told by hand

    def __init__(self, assembly):
        self.assembly = assembly
        self.cast = {name: getattr(assembly, name) for name in ("ben", "cat", "dev", "fay", "eve")}
        self.cast["boss"] = factories.staff("Boss", is_administrator=True)
        self.cast["gil"] = factories.staff("Gil")
        self.case = factories.case(
            office=assembly.office,
            raised_by=assembly.ada,
            subject=f"{CANARY} subject",
            body=f"{CANARY} body",
            answers=[{"question": "Where?", "answer": CANARY}],
        )
        factories.note(self.case, body=f"{CANARY} note")
        with scoped(ALL):
            self.reply = reply_to_constituent(
                case=self.case, body=CANARY, by=assembly.ben, turn=Turn.OFFICE, once=uuid.uuid4()
            )
            with store.arrival() as arrival:
                arrival.file.write(f"{CANARY} bytes".encode())
                key = arrival.keep()
            self.file = CaseFile.objects.create(
                office=assembly.office, case=self.case, message=self.reply, key=key,
                name=f"{CANARY}.txt", content_type="text/plain", size=4, sha256="0" * 64,
            )  # fmt: skip
        self.offer = self.paper = None

    def values(self):
        with scoped(ALL):
            membership = self.cast["ben"].memberships.get()
        return {
            "reference": self.case.reference,
            "uuid": self.paper.uuid if self.paper else self.file.uuid,
            "slug": "green",
            "message": self.reply.uuid,
            "membership": membership.uuid,
            "person": self.cast["cat"].uuid,
            "task": self.task.uuid if self.task else uuid.uuid4(),
        }

    # What some rows need first

    def for_somebody(self):
        with scoped(ALL):
            self.case = Case.objects.get(pk=self.case.pk)
            begin(case=self.case, about=about(why=CANARY, name=CANARY), by=None)

    def with_permission(self):
        self.for_somebody()
        self.token = agreed(self.case, self.cast["ben"])

    def refused(self):
        self.for_somebody()
        refuse(link=hash_of(asked(self.case, self.cast["ben"])))

    def on_paper(self):
        self.for_somebody()
        with scoped(ALL):
            self.paper = AuthorityPaper.objects.create(
                office=self.assembly.office, case=self.case, authority=self.case.authority, key=self.file.key,
                name=f"{CANARY}.txt", content_type="text/plain", size=4, sha256="0" * 64,
            )  # fmt: skip

    def closed(self):
        with scoped(ALL):
            self.case = close_case(case=self.case, outcome=CANARY, by=self.cast["ben"])

    def nobody_was_told(self):
        with scoped(ALL):
            self.task = HandTask.objects.create(
                office=self.assembly.office, case=self.case, message=self.reply
            )

    def raised_by_nobody(self):
        with scoped(ALL):
            Constituent.objects.filter(pk=self.case.constituent_id).update(account=None)

    def at_risk(self):
        with scoped(ALL):
            self.paper = raise_risk(case=self.case, kind="life", by=None)

    def unsafe(self):
        with scoped(ALL):
            keep_safe(case=self.case, way=CANARY, by=None)

    def on_the_rota(self):
        today = timezone.localdate()
        days = {"starts_on": today, "ends_on": today + timedelta(days=2)}
        with scoped(ALL):
            self.paper = add_turn(
                office=self.assembly.office, person=self.cast["ben"], cover=None, by=self.cast["dev"], **days
            )

    def alert_failed(self):
        with scoped(ALL):
            OutboxMessage.objects.filter(uuid=self.reply.alert).update(failed_at=timezone.now())

    def offered(self):
        self.offer = grant_membership(
            office=self.assembly.office, user=self.cast["gil"], role="caseworker", by=self.cast["dev"]
        )

    def suspended(self, name):
        User.objects.filter(pk=self.cast[name].pk).update(is_active=False)
        Disuse.objects.create(user=self.cast[name], suspended_at=timezone.now())

    def ben_suspended(self):
        self.suspended("ben")

    def cat_suspended(self):
        self.suspended("cat")
        with scoped(ALL):
            Membership.objects.filter(user=self.cast["cat"]).update(role="manager")

    def empty_office(self):
        with scoped(ALL):
            Office.objects.create(slug="green", name="Green", group=Group.objects.first())

    def manager_offered(self):
        self.empty_office()
        with scoped(ALL):
            green = Office.objects.get(slug="green")
        offer_first_manager(office=green, email="new@staff.example", name="New", by=self.cast["boss"])

    def emergency_asked(self):
        self.paper = ask_for_access(
            office=self.assembly.office, reason="The queue stands still.", hours=1, by=self.cast["boss"]
        )

    def sharing(self):
        self.share = shared(self.case, to=self.assembly.sister, by=self.assembly.ben, yes=self.assembly.eve)

    def sharing_a_note(self):
        self.sharing()
        with scoped(ALL):
            self.paper = Note.objects.get(case=self.case)

    def share_asked(self):
        self.paper = offered(self.case, to=self.assembly.sister, by=self.assembly.ben)

    def transfer_asked(self):
        with scoped(ALL):
            factories.member("Sol Marsh", office=self.assembly.sister)
        self.paper = transfer_offered(self.case, to=self.assembly.sister, by=self.assembly.ben)

    def fill(self, sends, client):
        """The fields of a row with what only this world knows."""
        found = {"{new}": uuid.uuid4, "{ben}": lambda: self.values()["membership"], "{offer}": self._offer}
        found |= {"{seen}": self._seen, "{list}": lambda: self._list(client)}
        found |= {"{person}": lambda: self.cast["ben"].uuid}
        found |= {"{share}": lambda: self.share.uuid if self.share else ""}
        found |= {"{scan}": lambda: SimpleUploadedFile("letter.txt", CANARY.encode())}
        return {name: _sent(found[value]()) if value in found else value for name, value in sends.items()}

    def _offer(self):
        return self.offer.uuid

    def _seen(self):
        with scoped(ALL):
            return Case.objects.get(pk=self.case.pk).version

    def _list(self, client):
        review = client.get(reverse("backoffice:access_review")).context["reviews"][0]
        return review["form"]["seen"].value()
