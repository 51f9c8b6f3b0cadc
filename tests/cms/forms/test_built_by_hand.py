"""A form of twelve questions, built in the editor from an empty page, filled in, and read in the desk, in Chromium."""

import pytest

from casework.cases.models import Case
from casework.questionnaires.definition import all_questions
from casework.questionnaires.models import Version
from casework.wall.scope import ALL, scoped
from cms.setup import editors
from tests import factories
from tests.browser import press

from .by_hand import NO_BEACON, NewForm

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE, ADDRESS = "Noise from a building site", "noise-from-a-building-site"
COUNCIL = "https://www.gov.uk/find-local-council"
WAGTAILS = ["landmark-unique", "page-has-heading-one", "scrollable-region-focusable"]  # rules its page breaks
PHOTO = {"name": "crane.txt", "mimeType": "text/plain", "buffer": b"A crane at 3 am"}


@pytest.fixture
def assembly(transactional_db):
    return factories.assembly()


@pytest.fixture
def new_form(signed_in, assembly):
    person = factories.staff("Nadia")
    person.groups.add(editors())
    page = signed_in(person, viewport={"width": 1280, "height": 900})
    page.add_init_script(NO_BEACON)
    page.goto("/editor/forms/add/")
    return NewForm(page)


def write_noise(form):
    form.write(title=TITLE)
    step = form.add("steps").write(title="Where the noise comes from", section="The noise")
    step.ask(
        "Choose one",
        "What makes the noise?",
        need="So that the right people deal with it",
        answers=["A building site", "A neighbour", "A train"],
        must=True,
    )
    step.ask("Date", "When did it begin?", need="So that the office can check who had leave to work")
    step.ask("Number", "How many nights a week?", need="So that the office knows how bad it is")


def write_ending(form):
    ending = form.add("steps").write(title="Your council deals with neighbours", section="The noise")
    ending.add("content", "Text").write_text("Councils can act on noise at home. We cannot.")
    ending.add("content", "Link").write(text="Find your council", url=COUNCIL)
    ending.only_if("What makes the noise?", "A neighbour").tick("ends")


def write_site(form):
    step = form.add("steps").write(title="The building site", section="The noise")
    site = step.ask(
        "Short text", "What is the name of the site?", need="So that the office can find it", must=True
    )
    site.settings().tick("on_case_page")
    step.ask("Yes or no", "Have you told the site?", need="So that the office does not ask again")
    step.only_if("What makes the noise?", "A building site")


def write_message(form):
    step = form.add("steps").write(title="What happens", section="Your case")
    step.ask(
        "Short text",
        "What is it about, in a few words?",
        need="So that you find your case again",
        must=True,
        tells="The subject of the case",
    )
    step.ask(
        "Long text",
        "What happens at night?",
        need="So that the office can act",
        must=True,
        tells="The message to the office",
    )
    files = form.add("steps").write(title="Photos and emails", section="Your case")
    files.ask("Files", "Do you have photos or letters?", need="So that the office sees what you see")


def write_person(form):
    step = form.add("steps").write(title="About you", section="You")
    step.ask(
        "Postcode or borough",
        "Where do you live?",
        need="So that your Member gets your case",
        must=True,
        tells="Where the person lives",
    )
    step.ask(
        "Short text", "What is your name?", need="So that we can write to you", tells="The person’s name"
    )
    step.ask(
        "Email address",
        "What is your email address?",
        need="So that we can answer",
        must=True,
        tells="The email address",
    )
    step.ask(
        "Phone number",
        "What is your phone number?",
        need="So that we can call if it is urgent",
        tells="The phone number",
    )


def write_whole(form):
    for write in (write_noise, write_ending, write_site, write_message, write_person):
        write(form)
    form.choose(kind="Kind: a problem", nature="Nature: casework")
    form.choose(
        route="The Member of the person’s area, and else the Member below", member="Hugh Marsh (Conservative)"
    )


def fill_in(page):
    """Fill in the form as a constituent, by way of both branches, and send it."""

    def go_on(*choices, **texts):
        for label in choices:
            page.get_by_label(label, exact=True).check()
        for label, text in texts.items():
            page.get_by_label(label.replace("_", " ")).fill(text)
        press(page, "Continue")

    page.goto(f"/raise/{ADDRESS}/")
    go_on("A neighbour")
    assert page.get_by_role("link", name="Find your council").get_attribute("href") == COUNCIL
    page.go_back()
    go_on("A building site", Day="1", Month="10", Year="2026", nights_a_week="5")
    go_on("Yes", name_of_the_site="Silvertown Quays")
    go_on(in_a_few_words="Crane at night", What_happens_at_night="They work until 3 am.")
    page.set_input_files("input[type=file]", [PHOTO])
    page.get_by_role("button", name="Remove crane.txt").wait_for()
    go_on()
    page.get_by_label("I will choose my borough").check()
    page.get_by_label("Borough", exact=True).select_option(label="Newham")
    go_on(your_name="Amina Yusuf", email_address="amina@london.example")
    assert page.get_by_text("The office of Ines Vale reads your case.").is_visible()
    press(page, "Send my case")


def test_form_built_by_hand_leads_to_a_case_in_the_desk(new_form, new_page, signed_in, assembly, proof):
    write_whole(new_form)
    new_form.publish()
    definition = Version.objects.get().definition
    assert len(all_questions(definition)) == 12
    assert len([step for step in definition["steps"] if step.get("questions")]) == 5

    fill_in(new_page(viewport={"width": 320, "height": 800}))
    with scoped(ALL):
        case = Case.objects.get()
    desk = signed_in(assembly.ben)
    desk.goto("/office/cases/")
    press(desk, "Crane at night", role="link")
    for words in ("They work until 3 am.", "crane.txt", "Silvertown Quays"):
        assert desk.get_by_text(words).first.is_visible(), words
    press(desk, "Answers to all questions", role="link")
    assert f"/{case.reference}/" in desk.url
    assert desk.get_by_text("Have you told the site?").is_visible()
    proof("A4", f"questions built in the editor by hand: {new_form.effort}", tried=12)


def test_new_form_has_no_fault_of_ours_that_axe_finds(new_form, axe):
    write_noise(new_form)
    write_ending(new_form)
    axe(new_form.page, without=WAGTAILS)
