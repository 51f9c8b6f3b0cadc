"""The link in an alert that stops alerts and starts them again. It works while the person has an open case."""

from enum import StrEnum

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from body.languages import writing_in
from casework.cases.models import Case
from casework.constituents.models import AlertChoice, AlertWay, Constituent
from casework.outbox.models import Channel
from casework.outbox.services import tell
from casework.wall.scope import ALL, scoped

from .alert import alert_target
from .choice import STOP, choose, stop_token


class StopState(StrEnum):
    """What the link can do now."""

    RUNNING = "running"  # alerts go out by email: it stops them
    STOPPED = "stopped"  # it stopped them: it starts them again
    OTHER = "other"  # the person chose something else: it does nothing
    OVER = "over"  # no case is open


class NoSuchLink(LookupError):
    """The link is not one of ours."""


def state_of_link(token: str) -> StopState:
    """Return what the link can do. Raise NoSuchLink."""
    with scoped(ALL):
        return _state(_person(token))


@transaction.atomic
def stop_alerts(*, token: str) -> StopState:
    """Send no more alerts to the record that the link names, and tell the person. Return the state from now on."""
    with scoped(ALL):
        person = _person(token)
        if person and _state(person) == StopState.RUNNING:
            _tell(person)
            choose(person, AlertWay.NONE, by=None, by_link=True)
        return _state(person)


@transaction.atomic
def start_alerts_again(*, token: str) -> StopState:
    """Undo what the link did: send alerts by email again. Return the state from now on."""
    with scoped(ALL):
        person = _person(token)
        if person and _state(person) == StopState.STOPPED:
            choose(person, AlertWay.EMAIL, by=None, by_link=True)
        return _state(person)


def _person(token: str) -> Constituent | None:
    """Return the person of the link, or None if their record is gone."""
    try:
        uuid = STOP.unsign(token)
    except signing.BadSignature:
        raise NoSuchLink from None
    return Constituent.objects.filter(uuid=uuid).first()


def _state(person: Constituent | None) -> StopState:
    if person is None or not Case.objects.open().filter(constituent=person).exists():
        return StopState.OVER
    choice = AlertChoice.objects.filter(constituent=person).first()
    if choice is None or choice.way == AlertWay.EMAIL:
        return StopState.RUNNING
    return StopState.STOPPED if choice.stopped_by_link else StopState.OTHER


def _tell(person: Constituent) -> None:
    """Tell the person where their alerts went, because someone else may have found the link."""
    for case in Case.objects.open().filter(constituent=person).order_by("pk"):
        target = alert_target(case)
        if target is not None and target.channel == Channel.MAIL:
            with writing_in(person.mail_language):
                tell(
                    [target.point.value],
                    subject=_("We stopped your emails"),
                    template="alerts_stopped",
                    facts={"stop_token": stop_token(person)},
                    office=person.office_id,
                    purpose="alerts.stopped",
                    language=person.mail_language,
                )
            return
