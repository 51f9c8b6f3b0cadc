"""The office in which the rows of `rows.py` are tried, with a canary in every text."""

import uuid
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountLock, User
from accounts.services import set_editor
from body.models import Body
from casework.cases.models import AuthorityPaper, Case, CaseFile, Note, PlannedAct, ReplyDraft, SavedView
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.services.authority.answer import refuse
from casework.cases.services.authority.authority import begin, hash_of
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.messages.sign_off import ask_for_sign_off
from casework.cases.services.practice.office import begin_practice
from casework.cases.services.queue.tag import add_tag
from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.cases.turns import Turn
from casework.constituents.models import Constituent
from casework.files import store
from casework.offices.access.emergency_access import ask_for_access
from casework.offices.access.first_manager import invite_first_manager
from casework.offices.access.invitations import invite
from casework.offices.duty.rota import add_turn
from casework.offices.models import DutyPeriod, Group, Membership, Office
from casework.outbox.models import OutboxMessage
from casework.replies.models import OfficeWording, SharedWording
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import about, agreed, asked
from tests.sharing import offered, shared, transfer_offered
from tests.trust.row import CANARY, ELECTED
from tests.trust.rows_of_guides import WithGuides


def _sent(value):
    return value if hasattr(value, "read") else str(value)


WORDING = {"name": "Trams", "language": "English", "body": CANARY, "review_on": factories.ELECTED}


class World(WithGuides):
    """An office in which every text is a canary, and what each row needs besides."""

    share = None  # until a case is shared
    task = None  # until somebody must be told by hand
    draft = None  # until a reply is drafted
    tag = None  # until the case has one
    text = None  # until there is a text for replies

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
                office=assembly.office, case=self.case, message=self.reply, key=key, size=4,
                name=f"{CANARY}.txt", content_type="text/plain", sha256="0" * 64, thumbnail=CANARY.encode(),
            )  # fmt: skip
        self.offer = self.paper = self.editor = None

    def values(self):
        with scoped(ALL):
            membership = self.cast["ben"].memberships.get()
        return {
            "reference": self.case.reference,
            "uuid": self.paper.uuid if self.paper else self.file.uuid,
            "slug": "green",
            "message": self.reply.uuid,
            "membership": membership.uuid,
            "person": (self.editor or self.cast["cat"]).uuid,
            "role": "editor",
            **ELECTED,
            "task": self.task.uuid if self.task else uuid.uuid4(),
            "wording": self.text.uuid if self.text else uuid.uuid4(),
            "guide": self.guide_uuid,
            "tag": self.tag.uuid if self.tag else uuid.uuid4(),
            "sign_off": self.draft.sign_off.uuid if self.draft and self.draft.sign_off else uuid.uuid4(),
            "draft": self.draft.uuid if self.draft else uuid.uuid4(),
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
            self.task = ContactTask.objects.create(
                office=self.assembly.office, case=self.case, message=self.reply
            )

    def alert_not_delivered(self):
        with scoped(ALL):
            self.task = ContactTask.objects.create(
                office=self.assembly.office, case=self.case, why=ContactTask.Why.FAILED
            )

    def with_a_text(self):
        with scoped(ALL):
            self.text = OfficeWording.objects.create(office=self.assembly.office, **WORDING)

    def with_a_shared_text(self):
        self.text = SharedWording.objects.create(**WORDING)

    def drafted(self):
        with scoped(ALL):
            self.draft = ReplyDraft.objects.create(
                office=self.assembly.office, case=self.case, author=self.cast["ben"], body=CANARY
            )

    def planned(self):
        self.draft = factories.planned_reply(self.case, author=self.cast["dev"], body=CANARY)

    def tagged(self):
        with scoped(ALL):
            self.tag = add_tag(case=self.case, name="Damp", by=self.cast["dev"])

    def to_sign(self):
        self.drafted()
        asks = {"by": self.cast["ben"], "turn": Turn.OFFICE, "once": uuid.uuid4(), "seen": None}
        with scoped(ALL):
            ask_for_sign_off(draft=self.draft, **asks)

    def closing_planned(self):
        with scoped(ALL):
            self.paper = PlannedAct.objects.create(
                office=self.assembly.office, case=self.case, author=self.cast["dev"], act="close",
                facts={"outcome": CANARY}, due_at=timezone.now() + timedelta(minutes=1),
            )  # fmt: skip

    def raised_by_nobody(self):
        with scoped(ALL):
            Constituent.objects.filter(pk=self.case.constituent_id).update(account=None)

    def at_risk(self):
        with scoped(ALL):
            self.paper = raise_risk(case=self.case, kind="life", by=None)

    def view_saved(self):
        with scoped(ALL):
            self.paper = SavedView.objects.create(office=self.case.office, name=CANARY, query="view=open")

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

    def named_on_the_rota(self):
        """Whoever acts, it is they who are asked."""
        self.on_the_rota()
        with scoped(ALL):
            DutyPeriod.objects.update(person=self.cast["dev"])

    def alert_failed(self):
        with scoped(ALL):
            OutboxMessage.objects.filter(uuid=self.reply.alert).update(failed_at=timezone.now())

    def offered(self):
        gil, dev = self.cast["gil"], self.cast["dev"]
        self.offer = invite(office=self.assembly.office, email=gil.email, role="caseworker", by=dev)

    def locked(self, name):
        User.objects.filter(pk=self.cast[name].pk).update(is_active=False)
        AccountLock.objects.create(user=self.cast[name], locked_at=timezone.now())

    def ben_locked(self):
        self.locked("ben")

    def cat_locked(self):
        self.locked("cat")
        with scoped(ALL):
            Membership.objects.filter(user=self.cast["cat"]).update(role="manager")

    def empty_office(self):
        with scoped(ALL):
            Office.objects.create(slug="green", name="Green", group=Group.objects.first())

    def manager_offered(self):
        self.empty_office()
        with scoped(ALL):
            green = Office.objects.get(slug="green")
        invite_first_manager(office=green, email="new@staff.example", name="New", by=self.cast["boss"])

    def practised_before(self):
        begin_practice(by=self.cast["dev"])

    def language_on(self):
        Body.objects.update_or_create(pk=1, defaults={"languages": ["pl"]})

    def editor_invited(self):
        self.paper = invite(office=None, email="new@staff.example", role="editor", by=self.cast["boss"])

    def gil_edits(self):
        self.editor = self.cast["gil"]
        set_editor(user=self.editor, may_edit=True, by=None)

    def emergency_asked(self):
        self.paper = ask_for_access(
            office=self.assembly.office, reason="The queue stands still.", hours=1, by=self.cast["boss"]
        )

    def asked_by_another(self):
        self.empty_office()
        chief = factories.staff("Chief", is_administrator=True)
        with scoped(ALL):
            green = Office.objects.get(slug="green")
        self.paper = ask_for_access(office=green, reason="The queue stands still.", hours=1, by=chief)

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
        """Return the fields of a row with the values of this world."""
        found = {"{new}": uuid.uuid4, "{ben}": lambda: self.values()["membership"], "{offer}": self._offer}
        found |= {"{seen}": self._seen, "{list}": lambda: self._list(client)}
        found |= {"{risk}": lambda: self.paper.uuid, "{case}": lambda: self.case.reference}
        found |= {"{about}": lambda: f"case:{self.case.reference}"}
        found |= {"{period}": lambda: self.paper.uuid}
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
