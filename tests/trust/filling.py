"""An office with everything: people, cases in every state, files, mail, offers, unsent answers.

Our office is what the crawl looks at; changes in the other offices must not change one byte of it. They resemble ours
on purpose: the same constituent, the same address, the same subjects, and words of their own.
"""

import itertools
from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.models import UnsentText
from accounts.vault import seal
from casework.cases.models import Case, Topic
from casework.cases.models.channel import WEB
from casework.cases.services.alerts.alert import acknowledge
from casework.cases.services.case import assign, close_case, open_case
from casework.cases.services.messages.message import add_note, attach, receive_message, reply_to_constituent
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.files import store
from casework.files.intake import TakenIn
from casework.offices.access.invitations import invite
from casework.offices.models import Membership
from casework.outbox.models import OutboxMessage
from casework.places.models import Borough
from casework.questionnaires.services import current_version, save_answers, start_submission
from casework.wall.scope import ALL, scoped
from demo.site.form import publish_contact_form
from tests import factories

OURS, THEIRS = "our-canary", "their-canary"
SAME_SUBJECT = "Lift at the station"
A_DAY = 24 * 60 * 60
SAME_ADDRESS = "zed@london.example"


def structure():
    """Create what is public about an assembly, the same in every world: offices, Members, the form, and people."""
    factories.number = itertools.count(1)
    made = factories.assembly()
    with scoped(ALL):
        factories.member("Sara Reed", office=made.sister)
        publish_contact_form()
        made.gus = factories.staff("Gus", office=made.office)
        for user in (made.ada, made.bea):
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return made


def ours(made, clock, count=55):
    """Fill our office with more cases than fit on a page of the queue, and one of everything that can be clicked."""
    people = {"workers": [made.ben, made.dev], "friends": [made.ada, made.bea]}
    return Filling(made.office, clock, canary=OURS, **people).fill(count)


def theirs(made, clock, count):
    """Fill the office of the other group and the second office of our group, half each."""
    rival = Filling(made.rival, clock, canary=THEIRS, workers=[made.cat], friends=[made.ada])
    sister = Filling(made.sister, clock, canary=THEIRS, workers=[made.eve], friends=[made.ada])
    filled = [rival.fill(count - count // 2), sister.fill(count // 2)]
    with scoped(ALL):
        rival.acknowledged()
        Membership.objects.create(office=made.sister, user=made.gus, role="caseworker")
    return filled


class Filling:
    """One office being filled. `friends` are constituents who sign in, `workers` its staff."""

    def __init__(self, office, clock, *, canary, workers, friends):
        self.office, self.clock, self.canary = office, clock, canary
        self.workers, self.friends = workers, friends
        self.member = office.office_members.first().member
        self.cases, self.files = [], []

    def fill(self, count):
        with scoped(ALL):
            self.topics = [
                Topic.objects.get_or_create(slug="transport", defaults={"name": "Transport"})[0],
                Topic.objects.create(
                    slug=f"{self.office.slug}-topic", name=f"{self.canary} {self.office} topic"
                ),
            ]
            long_ago = timezone.now() - timedelta(
                days=90
            )  # before the cases, which only colleagues can work on
            Membership.objects.filter(user__in=self.workers).update(started_at=long_ago)
            end, self.clock.seconds = self.clock.seconds, self.clock.seconds - 30 * A_DAY
            for index in range(count):
                self.clock.seconds += index % 3 * 60  # some at the same moment, in every office
                self.cases.append(self.case(index))
            self.clock.seconds = end
            self.around()
        return self

    def person(self, index):
        """Create a constituent: a friend, a stranger with a shared address, or a person of this office alone."""
        account = self.friends[index % 2] if index < 6 and index % 2 < len(self.friends) else None
        name = f"{self.canary} {self.office.slug} person {index}"
        person = Constituent.objects.create(office=self.office, name=name, account=account)
        address = SAME_ADDRESS if index % 7 == 6 else f"{self.office.slug}-{index}@people.example"
        add_contact_point(
            constituent=person,
            kind=ContactPoint.Kind.EMAIL,
            value=account.email if account else address,
            by=account,
        )
        add_contact_point(constituent=person, kind=ContactPoint.Kind.PHONE, value=f"020 7946 {index:04}")
        return person

    def case(self, index):
        person = self.person(index)
        case = open_case(
            channel=WEB,
            office=self.office,
            member=self.member,
            constituent=person,
            subject=SAME_SUBJECT if index % 3 == 0 else f"{self.canary} subject {index}",
            body=f"{self.canary} body {index}",
            kind=Case.Kind.PROBLEM,
            nature=Case.Nature.CASEWORK,
            by=person.account,
            topic=self.topics[index % 2],
            borough=Borough.objects.first(),
            answers=[{"question": "What would help?", "answer": f"{self.canary} answer"}],
        )
        self.work(case, index)
        return case

    def work(self, case, index):
        """Do what the office did with a case, by its position, so that every state occurs."""
        worker = self.workers[index % len(self.workers)]
        if index < 6 or index % 10 == 0:
            attach(case=case, message=case.messages.get(), files=[self.file(index)])
            add_note(case=case, body=f"{self.canary} note {index}", by=worker, once=uuid4())
        if index % 4 == 0:
            assign(case=case, to=worker, by=worker)
        if index % 4 in {0, 1}:
            self.reply(case, worker)
        if index % 4 == 2:
            facts = {"turn": Turn.THIRD_PARTY, "waiting_on": f"{self.canary} company"}
            set_turn(case=case, by=worker, **facts)
        if index % 6 == 5:
            close_case(case=case, outcome=f"{self.canary} outcome", by=worker)
        elif case.constituent.account_id:
            words = f"{self.canary} more {index}"
            receive_message(case=case, body=words, by=case.constituent.account, once=uuid4())

    def reply(self, case, worker):
        reply_to_constituent(
            case=case,
            by=worker,
            body=f"{self.canary} reply",
            once=uuid4(),
            turn=Turn.OFFICE,
            waiting_on="",
            next_on=None,
        )

    def file(self, index):
        with store.arrival() as arrival:
            arrival.file.write(f"{self.canary} file {index}".encode())
            size, sha256 = arrival.size_and_sha256()
            return TakenIn(arrival.keep(), f"{self.canary}-{index}.pdf", "application/pdf", size, sha256)

    def acknowledged(self):
        """Acknowledge today's message of the person without an account who wrote to every office."""
        point = ContactPoint.objects.get(
            office=self.office, constituent__cases=self.cases[6], value=SAME_ADDRESS
        )
        acknowledge(case=self.cases[6], point=point)

    def around(self):
        """What stands beside the cases: an invitation, a passkey, unsent answers, an unsent text, mail that
        failed."""
        manager = self.workers[-1]
        email = f"pat@{self.office.slug}.example"
        invite(office=self.office, email=email, name=f"{self.canary} Pat", role="caseworker", by=manager)
        passkey(manager)
        submission, _key = start_submission(
            version=current_version("contact"), by=None, member_slug=self.member.slug
        )
        save_answers(submission=submission, step="you", answers={"name": f"{self.canary} unsent"}, by=None)
        UnsentText.objects.create(user=manager, path="/office/", sealed=seal(f'[["body", "{self.canary}"]]'))
        alerts = OutboxMessage.objects.filter(office_id=self.office.pk, purpose="case.alert")[:2]
        OutboxMessage.objects.filter(pk__in=[row.pk for row in alerts]).update(failed_at=timezone.now())


def passkey(user):
    """Create a passkey that pages accept as real. No one has its private key."""
    name = f"{user.email}".encode()
    key = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    credential = AttestedCredentialData.create(bytes(16), name, key)
    data = AuthenticatorData.create(
        bytes(32), AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP, 0, credential
    )
    client = CollectedClientData.create(
        type="webauthn.create", challenge=bytes(32), origin="http://localhost:8000"
    )
    registered = {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "laptop", "credential": registered}
    )
