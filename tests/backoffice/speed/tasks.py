"""The tasks at the desk that are counted, each from the page where it begins to the page that says it is done."""

from io import BytesIO

from PIL import Image

from tests.backoffice.speed.hand import Hand

LETTER = "Thank you. I have asked the operator and write again next week."
FOCUSED = "document.activeElement.innerText"


def scans(number):
    """Return pages of a letter as photos of a scanner."""
    found = []
    for page in range(1, number + 1):
        picture = BytesIO()
        Image.new("L", (200, 280), 255 - page).save(picture, "JPEG")
        found.append({"name": f"letter-{page}.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    return found


def answer_and_open_next(world):
    """Open a case of a list, send a reply, and have the next one open."""
    page = world.page("ben", "/office/cases/")
    hand = Hand(page)
    hand.follow(page.locator("[data-key=o]").nth(1))
    hand.click(page.get_by_role("link", name="Reply", exact=True))
    hand.decide()
    hand.type(LETTER)
    hand.follow(page.get_by_role("button", name="Send and open next"))
    page.get_by_role("heading", level=1).get_by_text("Lift").wait_for()
    assert world.replies(LETTER) == 1
    return hand.figures


def assign_and_send_by_keys(world):
    """Take a case and send a reply without a mouse."""
    page = world.page("ben", "/office/cases/")
    hand = Hand(page)
    hand.key("j")
    hand.key_to("o")
    hand.key_to("a")
    hand.key("r")
    hand.decide()
    hand.type(f"By keys: {LETTER}")
    while page.evaluate(FOCUSED) != "Send reply":
        hand.key("Tab")
    hand.key_to("Enter")
    assert world.replies(f"By keys: {LETTER}") == 1
    return hand.figures


def triage_twenty(world):
    """Read twenty new cases in the list, and give half of them to each of two colleagues."""
    page = world.page("dev", "/office/cases/?view=no-ones&sort=reference")
    hand = Hand(page)
    for owner in ("Ben", "Dev"):
        for _case in range(10):
            hand.decide()
            hand.click(page.locator(".queue__tick:not(:checked)").first)
        hand.follow(page.get_by_role("button", name="Assign", exact=True))
        hand.choose(page.get_by_label("Who has these cases?"), label=owner)
        hand.follow(page.get_by_role("button", name="Do this to 10 cases"))
    assert world.assigned() >= 20
    return hand.figures


def answer_from_a_template(world):
    """Answer a person who reads Romanian from a template in Romanian."""
    page = world.page("ben", f"/office/cases/{world.romanian.reference}/")
    hand = Hand(page)
    hand.decide()
    hand.choose(page.get_by_label("Template or standard line"), label="Am întrebat operatorul · Romanian")
    hand.follow(page.get_by_role("button", name="Add to the reply"))
    hand.decide()
    hand.follow(page.get_by_role("button", name="Send reply"))
    assert world.replies("Bună ziua Ioana Popescu, am întrebat operatorul.") == 1
    return hand.figures


def find_a_half_remembered_name(world):
    """Open the case of a person whose name is half remembered and spelt without accents."""
    page = world.page("ben", "/office/my-day/")
    hand = Hand(page)
    hand.fill(page.get_by_role("searchbox"), "siobhan oneil")
    suggestion = page.locator("#search-suggestions a")
    suggestion.wait_for()
    hand.decide()
    hand.follow(suggestion)
    page.get_by_text("Siobhán O’Neil-Łukasz").first.wait_for()
    return hand.figures


def log_a_call(world):
    """Log a call of someone new into a new case."""
    page = world.page("ben", "/office/my-day/")
    hand = Hand(page)
    hand.follow(page.get_by_role("link", name="Log a call"))
    hand.fill(page.get_by_label("Name, phone, email or reference"), "Stella Novak")
    page.get_by_text("No one of your office is found by this.").wait_for()
    hand.decide()
    hand.click(page.get_by_label("A new case of someone new"))
    hand.fill(page.get_by_label("What is it about, in a few words?"), "Sign hidden by a tree")
    hand.decide()
    hand.choose(page.get_by_label("Topic"), label="Transport")
    hand.fill(page.get_by_label("Name", exact=True), "Stella Novak")
    hand.fill(page.get_by_label("Phone", exact=True), "020 7946 0000")
    hand.fill(page.get_by_label("What was said or written?"), "A tree hides the sign in Mile End Road.")
    _ask_every_time(hand)
    hand.follow(page.get_by_role("button", name="Save", exact=True))
    page.get_by_role("heading", level=1).get_by_text("Sign hidden by a tree").wait_for()
    return hand.figures


def _ask_every_time(hand):
    for question, answer in (("Is anyone in danger", "No"), ("Is it safe to contact", "Yes")):
        hand.decide()
        hand.click(hand.page.get_by_role("group", name=question).get_by_label(answer, exact=True))


def add_a_scanned_letter(world):
    """Raise a case from a letter of three scanned pages."""
    page = world.page("ben", "/office/my-day/")
    hand = Hand(page)
    hand.follow(page.get_by_role("link", name="Add a letter or visit"))
    hand.fill(page.get_by_label("Name, phone, email or reference"), "Karim Haddad")
    page.get_by_text("No one of your office is found by this.").wait_for()
    hand.decide()
    hand.click(page.get_by_label("A new case of someone new"))
    hand.fill(page.get_by_label("What is it about, in a few words?"), "Noise from the depot")
    hand.fill(page.get_by_label("Name", exact=True), "Karim Haddad")
    hand.fill(page.get_by_label("Postal address"), "3 Depot Road, London E8 1EA")
    hand.add_files(page.get_by_label("Scans, photos or files"), scans(3))
    _ask_every_time(hand)
    hand.follow(page.get_by_role("button", name="Save", exact=True))
    page.get_by_text("letter-3.jpg").first.wait_for()
    return hand.figures


def add_a_call_to_a_closed_case(world):
    """Log a call of a person who names the reference of a closed case, which opens it again."""
    page = world.page("ben", "/office/my-day/")
    hand = Hand(page)
    hand.follow(page.get_by_role("link", name="Log a call"))
    hand.fill(page.get_by_label("Name, phone, email or reference"), world.closed.reference)
    choice = page.get_by_label("closed, opens again")
    choice.wait_for()
    hand.click(choice)
    hand.fill(page.get_by_label("What was said or written?"), "The noise is back.")
    _ask_every_time(hand)
    hand.follow(page.get_by_role("button", name="Save", exact=True))
    page.get_by_text("The noise is back.").first.wait_for()
    return hand.figures


def sign_off_on_a_phone(world):
    """Read and sign off a colleague's reply on a phone."""
    page = world.page("dev", "/office/my-day/", viewport={"width": 390, "height": 844})
    hand = Hand(page)
    hand.follow(page.get_by_role("link", name="reply to sign off"))
    hand.decide()
    hand.follow(page.get_by_role("button", name="Sign off and send"))
    assert world.replies("Signed off on a phone.") == 1
    return hand.figures


def hand_over_a_leavers_cases(world):
    """End a colleague's work, and give their open cases to another one."""
    page = world.page("dev", "/office/my-day/")
    hand = Hand(page)
    hand.follow(page.get_by_role("link", name="Team", exact=True))
    hand.follow(page.get_by_role("link", name="End the work of Gus"))
    hand.decide()
    hand.click(page.get_by_role("group", name="Who takes over").get_by_label("Dev"))
    hand.follow(page.get_by_role("button", name="End their work here"))
    page.get_by_text("Gus no longer works in this office.").wait_for()
    return hand.figures


TASKS = {
    "Open a case, send a reply, have the next one open": answer_and_open_next,
    "Assign to me and send a reply, by single keys": assign_and_send_by_keys,
    "Triage twenty new cases": triage_twenty,
    "Answer from a template in another language": answer_from_a_template,
    "Find a half-remembered name": find_a_half_remembered_name,
    "Log a call into a new case": log_a_call,
    "Add a scanned letter of three pages": add_a_scanned_letter,
    "Log a call with the reference of a closed case": add_a_call_to_a_closed_case,
    "Sign off a reply on a phone (390 px)": sign_off_on_a_phone,
    "Hand over a leaver’s cases": hand_over_a_leavers_cases,
}
