"""A case that ada raised for her mother, and a yes by her mother's link."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.models.authority.authority import Checked, What
from casework.cases.services.authority.answer import agree
from casework.cases.services.authority.authority import begin, hash_of, send_link
from casework.questionnaires.authority import AuthorityAnswers
from casework.wall.scope import ALL, office_scope, scoped
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
    return AuthorityAnswers(**facts | more)


def case_for_mother(assembly, *, facts=None, office=None, **more):
    """Return a case that ada raised for someone else, who was not asked yet."""
    case = factories.case(office=office or assembly.office, raised_by=assembly.ada, **more)
    with scoped(ALL):
        begin(case=case, about=about(**(facts or {})), by=assembly.ada)
    return case


def asked(case, by, *, address=MOTHER, what=What.WRITE, days=30):
    """Return the token of a link sent to a verified address."""
    last_day = timezone.localdate() + timedelta(days=days)
    with scoped(office_scope(case.office_id)):
        return send_link(case=case, address=address, checked=Checked.MET, what=what, last_day=last_day, by=by)


def agreed(case, by, **more):
    """Return the token of a link whose recipient agreed."""
    token = asked(case, by, **more)
    agree(link=hash_of(token))
    return token
