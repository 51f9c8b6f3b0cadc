"""Topics come from the published form, never from a case: the first case of one office would show in all others."""

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver

from casework.questionnaires.definition import all_questions, words
from casework.questionnaires.events import published
from casework.questionnaires.models import Version

from .models import Topic


def topics_of(definition: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(slug, name in English) of each answer to the question that the form takes the topic from."""
    name = definition["case"].get("topic", "")
    if name:
        _step, question = all_questions(definition)[name]
        for choice in question.get("choices", []):
            yield choice["value"], words(choice["label"], "en")[:80]


@receiver(published)
def keep_topics(version: Version, **_more: Any) -> None:
    for slug, name in topics_of(version.definition):
        Topic.objects.update_or_create(slug=slug, defaults={"name": name})
