"""How a case ended is a fact of its own: no sentence that somebody typed or translated says it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case
from casework.cases.services.case import assign, close_case
from casework.cases.services.own_case.withdrawal import reopen_own, withdraw
from casework.wall.scope import ALL, scoped
from tests import factories

Ending = Case.Ending
NO_LONGER = "The person no longer needs help"


@pytest.fixture
def withdrawn(case, ada):
    return withdraw(case=case, by=ada)


def desk_page(client, case):
    return client.get(reverse("backoffice:case_detail", args=[case.reference])).text


def own_page(client, case):
    return client.get(reverse("portal:my_case", args=[case.reference])).text


def test_withdrawn_case_says_so_on_both_sides(sign_in, withdrawn, ada, ben):
    assert (withdrawn.ending, withdrawn.outcome) == (Ending.WITHDRAWN, "")
    assert "You told us that you no longer need help." in own_page(sign_in(ada), withdrawn)
    assert NO_LONGER in desk_page(sign_in(ben), withdrawn)


def test_staff_may_write_the_same_words_and_remain_who_closed_it(sign_in, case, ada, ben):
    with scoped(ALL):
        closed = close_case(case=case, outcome=f"{NO_LONGER}.", by=ben)
    assert closed.ending == Ending.OFFICE
    page = own_page(sign_in(ada), closed)
    assert f"The office closed this case: <bdi>{NO_LONGER}.</bdi>" in page
    assert "You told us" not in page


def test_case_that_is_opened_again_has_no_ending(withdrawn, ada):
    assert reopen_own(case=withdrawn, by=ada).ending == ""


@pytest.mark.parametrize(
    ("ending", "outcome", "fits"),
    [
        (Ending.OFFICE, "Done", True),
        (Ending.OFFICE, "", False),
        (Ending.WITHDRAWN, "", True),
        (Ending.WITHDRAWN, "Done", False),
        (Ending.PASSED_ON, "", True),
        ("", "Done", False),
        ("", "", False),
    ],
)
def test_closed_case_has_an_ending_and_an_outcome_only_from_staff(case, ending, outcome, fits):
    case.turn, case.closed_at, case.ending, case.outcome = "", timezone.now(), ending, outcome
    with scoped(ALL):
        if fits:
            case.full_clean()
        else:
            with pytest.raises(ValidationError, match="Record an outcome when you close a case"):
                case.full_clean()


def test_open_case_has_no_ending(case):
    case.ending = Ending.WITHDRAWN
    with scoped(ALL), pytest.raises(ValidationError, match="outcome"):
        case.full_clean()


def test_case_given_to_a_namesake_was_not_taken(sign_in, assembly, case, ben):
    namesake = factories.staff("Benjamin", office=assembly.office)
    type(namesake).objects.filter(pk=namesake.pk).update(name=ben.name)
    namesake.refresh_from_db()
    with scoped(ALL):
        assign(case=case, to=namesake, by=ben)
    assert "Ben gave this case to Ben" in desk_page(sign_in(ben), case)
    with scoped(ALL):
        assign(case=case, to=ben, by=ben)
    assert "Ben took this case" in desk_page(sign_in(ben), case)
