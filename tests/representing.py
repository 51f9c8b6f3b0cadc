"""A case that ada raised for her mother, and a yes by her mother's link."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.authority import Checked, What
from casework.cases.authority_answers import agree
from casework.cases.authority_services import begin, hash_of, send_link
from casework.questionnaires.represented import Represented
from casework.scope import ALL, office_scope, scoped
from tests import factories

MOTHER = "mother@london.example"


def about(**more):
    facts = {
        "name": "Rosa Yusuf",
        "relation": "family",
        "why": "She does not read English.",
        "knows": "agrees",
        "email": "typed@london.example",
        "phone": "",
        "post": "",
        "unsafe": False,
    }
    return Represented(**facts | more)


def case_for_mother(assembly, *, facts=None, office=None, **more):
    """A case that ada raised for somebody else, who was not asked yet."""
    case = factories.case(office=office or assembly.office, raised_by=assembly.ada, **more)
    with scoped(ALL):
        begin(case=case, about=about(**(facts or {})), by=assembly.ada)
    return case


def asked(case, by, *, address=MOTHER, what=What.WRITE, days=30):
    """The token of a link that went to a checked address."""
    last_day = timezone.localdate() + timedelta(days=days)
    with scoped(office_scope(case.office_id)):
        return send_link(case=case, address=address, checked=Checked.MET, what=what, last_day=last_day, by=by)


def agreed(case, by, **more):
    """The token of a link whose person said yes."""
    token = asked(case, by, **more)
    agree(link=hash_of(token))
    return token
