"""A person chooses how they hear of messages, or stops it by the link of an alert. Each act is for one office."""

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.alert_choice import AlertChoice, AlertWay
from casework.constituents.models import Constituent, ContactPoint
from casework.outbox.texts import post_text
from casework.scope import ALL, office_scope, scoped

from .models import Case

CODES_A_DAY = 3
TWO_DAYS = 2 * 24 * 60 * 60
STOP = signing.Signer(salt="casework.cases.stop-alerts")


def stop_link(constituent: Constituent) -> str:
    """The address under which alerts to this person's record stop. It opens nothing and never runs out."""
    return settings.BASE_URL + reverse("portal:stop_alerts", args=[STOP.sign(constituent.uuid.hex)])


def is_stop_token(token: str) -> bool:
    try:
        STOP.unsign(token)
    except signing.BadSignature:
        return False
    return True


@transaction.atomic
def stop_alerts(*, token: str) -> None:
    """No more alerts to the record that the link names; again is no error. Raises BadSignature."""
    uuid = STOP.unsign(token)
    with scoped(ALL):
        person = Constituent.objects.filter(uuid=uuid).first()
        if person:
            _choose(person, AlertWay.NONE, number=None, by=None)


@transaction.atomic
def choose_alerts(*, case: Case, way: AlertWay, by: User) -> None:
    """Mail or nothing from now on, for all cases of this person at this office."""
    with scoped(office_scope(case.office_id)):
        _choose(case.constituent, way, number=None, by=by)


@transaction.atomic
def choose_texts(*, case: Case, number: str, by: User) -> None:
    """Texts to a number that this person has just proved."""
    with scoped(office_scope(case.office_id)):
        point, _created = ContactPoint.objects.get_or_create(
            constituent=case.constituent,
            kind=ContactPoint.Kind.PHONE,
            value=number,
            defaults={"office_id": case.office_id},
        )
        point.proved_by, point.proved_at = by, timezone.now()
        point.save(update_fields=["proved_by", "proved_at"])
        _choose(case.constituent, AlertWay.TEXT, number=point, by=by)


def text_code(*, case: Case, number: str, code: str) -> None:
    """Text a code to a number that somebody wants to hear at, a few times a day whoever asks. Raises NotANumber."""
    if not _may_be_texted(number):
        return
    text = _("Your code is %(code)s. If you did not ask for it, do nothing.") % {"code": code}
    post_text(to=number, text=text, office=case.office_id, purpose="alerts.code", secret=True)


def _may_be_texted(number: str) -> bool:
    """Whether fewer than CODES_A_DAY went to this number today: the cache lets exactly one take each place."""
    name = salted_hmac(
        "casework.cases.texted", f"{timezone.localdate()} {number}", algorithm="sha256"
    ).hexdigest()
    return any(cache.add(f"texted:{name}:{n}", True, TWO_DAYS) for n in range(CODES_A_DAY))


def _choose(person: Constituent, way: AlertWay, *, number: ContactPoint | None, by: User | None) -> None:
    choice, _created = AlertChoice.objects.update_or_create(
        constituent=person,
        defaults={
            "office_id": person.office_id,
            "way": way,
            "number": number,
            "chosen_at": timezone.now(),
        },
    )
    choice.full_clean()
    record(Verb.ALERTS_CHOSEN, by=by, office=person.office_id, way=str(way))
