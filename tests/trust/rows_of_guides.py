"""The rows of guides to topics, and what these rows need first."""

import uuid

from casework.audit.verbs import Verb
from casework.cases.models import Case, OfficeGuide, SharedGuide, Topic
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.trust.row import CANARY, ONLY_ACTS, Row, day

SHOWS = "guides to topics, no case data"
SENDS = {"topic": "canary", "checklist": CANARY} | day("review_on", 30)
PLACES = {"office/guides/": {}, "office/administration/guides/": {"who": "boss"}}
FIRST = {"office/guides/": "with_a_guide", "office/administration/guides/": "with_a_shared_guide"}
GUIDES = {
    "office/cases/<reference:reference>/checklist/": Row(
        why=ONLY_ACTS, acts=Verb.CHECKLIST_TICKED, sends={"step": CANARY}, first="with_a_guide"
    )
}
for place, who in PLACES.items():
    kept = {"why": SHOWS, "acts": Verb.GUIDE_KEPT, "sends": SENDS}
    GUIDES |= {
        place: Row(why=SHOWS, **who),
        f"{place}add/": Row(**kept, **who, first="with_a_topic"),
        f"{place}<uuid:guide>/": Row(**kept, **who, first=FIRST[place]),
        f"{place}<uuid:guide>/remove/": Row(why=SHOWS, acts=Verb.GUIDE_REMOVED, **who, first=FIRST[place]),
    }


class WithGuides:
    """What the rows of guides need in the office in which they are tried."""

    guide = None  # until there is one

    @property
    def guide_uuid(self):
        return self.guide.uuid if self.guide else uuid.uuid4()

    def with_a_topic(self):
        with scoped(ALL):
            self.topic = Topic.objects.create(slug="canary", name="Canaries", public=True)
            Case.objects.filter(pk=self.case.pk).update(topic=self.topic)

    def _facts(self):
        self.with_a_topic()
        return {"topic": self.topic, "checklist": CANARY, "review_on": factories.ELECTED}

    def with_a_guide(self):
        with scoped(ALL):
            self.guide = OfficeGuide.objects.create(office=self.assembly.office, **self._facts())

    def with_a_shared_guide(self):
        self.guide = SharedGuide.objects.create(**self._facts())
