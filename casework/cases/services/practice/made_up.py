"""Writing the made-up cases of a practice office, with the product's own services."""

from datetime import timedelta
from secrets import SystemRandom

from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case, Topic
from casework.cases.models.channel import WEB
from casework.cases.services.case import open_case
from casework.cases.services.search import index_case
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_person
from casework.offices.models import Member, Office
from casework.places.models import Borough

from .acts import Made
from .diary import Diary, date_back, moment
from .stories import STORIES, Story

MOST_ACTS = 4


def write_cases(*, office: Office, member: Member, owner: User) -> None:
    """Write every story as a case, in the scope of the office. Each person is another one."""
    rng = SystemRandom()
    topics = {topic.slug: topic for topic in Topic.objects.filter(public=True)}
    borough = Borough.objects.order_by("name").first()
    for number, story in enumerate(STORIES, 1):
        case = _open(story, number, office=office, member=member, owner=owner, borough=borough, topics=topics)
        date_back(case, moment(timezone.localdate() - timedelta(days=story.days), rng, 7, 22))
        made = Made(case, owner, Diary(case, moments=MOST_ACTS, rng=rng))
        for act in story.acts:
            act(made)
        case.refresh_from_db()
        index_case(case)


def _open(
    story: Story,
    number: int,
    *,
    office: Office,
    member: Member,
    owner: User,
    borough: Borough | None,
    topics: dict[str, Topic],
) -> Case:
    return open_case(
        office=office,
        member=member,
        constituent=_person(story, number, office=office, owner=owner),
        subject=story.subject,
        body=story.body,
        kind=story.kind,
        nature=Case.Nature.CASEWORK,
        channel=story.channel,
        by=None if story.channel == WEB else owner,
        topic=topics.get(story.topic),
        borough=borough,
        **story.facts,
    )


def _person(story: Story, number: int, *, office: Office, owner: User) -> Constituent:
    """Add the person. Who wrote by the web form said yes to "Did you contact us?", so alerts would go there."""
    points: dict[str, str] = {ContactPoint.Kind.PHONE: story.phone, ContactPoint.Kind.POST: story.post}
    if story.channel == WEB:
        points[ContactPoint.Kind.EMAIL] = f"person{number}@people.example"
    person = add_person(office=office, name=story.name, points=points, safe=True, by=owner)
    person.language = story.language
    person.save(update_fields=["language"])
    person.contact_points.filter(kind=ContactPoint.Kind.EMAIL).update(confirmed_at=timezone.now())
    return person
