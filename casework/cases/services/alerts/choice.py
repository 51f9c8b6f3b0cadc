"""Choosing how alerts arrive, or stopping them by the link of an alert. A choice applies to one office."""

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.constituents.alert_choice import AlertChoice, AlertWay
from casework.constituents.models import Constituent, ContactPoint
from casework.outbox.texts import post_text
from casework.wall.scope import office_scope, scoped

CODES_A_DAY = 3
TWO_DAYS = 2 * 24 * 60 * 60
STOP = signing.Signer(salt="casework.cases.stop-alerts")


def stop_token(constituent: Constituent) -> str:
    """Return the token that stops alerts to this person's record. It opens no case, and ends with their cases."""
    return STOP.sign(constituent.uuid.hex)


@transaction.atomic
def choose_alerts(*, case: Case, way: AlertWay, by: User) -> None:
    """Send mail or nothing from now on, for all cases of this person at this office."""
    with scoped(office_scope(case.office_id)):
        choose(case.constituent, way, by=by)


@transaction.atomic
def choose_texts(*, case: Case, number: str, by: User) -> None:
    """Send texts to a number that this person has just proved."""
    with scoped(office_scope(case.office_id)):
        point, _created = ContactPoint.objects.get_or_create(
            constituent=case.constituent,
            kind=ContactPoint.Kind.PHONE,
            value=number,
            defaults={"office_id": case.office_id},
        )
        point.proved_by, point.proved_at = by, timezone.now()
        point.save(update_fields=["proved_by", "proved_at"])
        choose(case.constituent, AlertWay.TEXT, number=point, by=by)


def text_code(*, case: Case, number: str, code: str) -> None:
    """Text a code to a number that someone wants to be alerted at, at most a few times a day. Raise NotANumber."""
    if not _may_be_texted(number):
        return
    text = _("Your code is %(code)s. If you did not ask for it, do nothing.") % {"code": code}
    post_text(to=number, text=text, office=case.office_id, purpose="alerts.code", secret=True)


def _may_be_texted(number: str) -> bool:
    """Return whether fewer than CODES_A_DAY codes went to this number today. Each place in the cache is taken once."""
    name = salted_hmac(
        "casework.cases.texted", f"{timezone.localdate()} {number}", algorithm="sha256"
    ).hexdigest()
    return any(cache.add(f"texted:{name}:{n}", True, TWO_DAYS) for n in range(CODES_A_DAY))


def choose(
    person: Constituent,
    way: AlertWay,
    *,
    by: User | None,
    number: ContactPoint | None = None,
    by_link: bool = False,
) -> None:
    """Keep the choice of a person, in the scope of their office. By the link in an alert, nobody is signed in."""
    choice, _created = AlertChoice.objects.update_or_create(
        constituent=person,
        defaults={
            "office_id": person.office_id,
            "way": way,
            "number": number,
            "stopped_by_link": by_link and way == AlertWay.NONE,
            "chosen_at": timezone.now(),
        },
    )
    choice.full_clean()
    record(Verb.ALERTS_CHOSEN, by=by, office=person.office_id, way=str(way))
