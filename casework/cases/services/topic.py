"""Topics. They come from published forms and from administrators, never from a case, because the topic of one
office's case would show in all offices.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.text import slugify

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Topic
from casework.questionnaires.definition import all_questions, words
from casework.questionnaires.events import published
from casework.questionnaires.models import Version


def topics_of(definition: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return (slug, English name) of each answer to the question that the form takes the topic from."""
    name = definition["case"].get("topic", "")
    if name:
        _step, question = all_questions(definition)[name]
        for choice in question.get("choices", []):
            yield choice["value"], words(choice["label"], "en")[:80]


@receiver(published)
def keep_topics(version: Version, **_more: Any) -> None:
    if fixed := version.definition.get("fixed", {}).get("topic"):
        topic, _created = Topic.objects.get_or_create(slug=slugify(fixed), defaults={"name": fixed})
        Topic.objects.filter(pk=topic.pk).update(public=True)
    for slug, name in topics_of(version.definition):
        Topic.objects.update_or_create(slug=slug, defaults={"name": name, "public": True})


@transaction.atomic
def add_topic(*, name: str, by: User | None, sensitive: bool = False) -> Topic:
    """Add a topic that no form offers. Raise ValidationError if the name is taken."""
    return _keep(Topic(slug=slugify(name), name=name, sensitive=sensitive, public=True), by=by)


@transaction.atomic
def change_topic(*, topic: Topic, name: str, by: User | None, sensitive: bool = False) -> None:
    """Rename a topic, or say whether its new cases are sensitive. Publishing a form restores the name of the form."""
    if (topic.name, topic.sensitive) != (name, sensitive):
        topic.name, topic.sensitive = name, sensitive
        _keep(topic, by=by)


def _keep(topic: Topic, *, by: User | None) -> Topic:
    topic.full_clean()
    topic.save()
    record(Verb.TOPIC_CHANGED, by=by, subject=topic.slug, sensitive=topic.sensitive)
    return topic
