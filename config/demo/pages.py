"""The words that the demo's editors put on the public site."""

from cms.setup import write_content_page, write_home_page


def write():
    write_home_page(
        question="Find your London Assembly Members",
        lead="Every Londoner has twelve: one Member for the area where they live, and eleven for the whole of London.",
        body=[("columns", CAN_TAKE_UP)],
    )
    for page in PAGES:
        write_content_page(**page)


def _list(*items):
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


CAN_TAKE_UP = {
    "heading": "What a Member can take up",
    "intro": "Tell us the problem first. If somebody else has to put it right, we say who, before you write a word.",
    "columns": [
        {
            "title": "Often yes",
            "text": _list(
                "Transport for London: buses, Tube, red routes, Dial-a-Ride",
                "Policing in general, and fire safety",
                "City Hall housing money and planning",
            ),
        },
        {
            "title": "Your borough council first",
            "text": _list(
                "Council homes and repairs", "Bins, local roads and parking", "Schools and social care"
            ),
        },
        {"title": "Your MP first", "text": _list("Immigration and visas", "Benefits and pensions", "Tax")},
    ],
}

PAGES = [
    {
        "slug": "help",
        "title": "Help",
        "lead": "How to use this service, and how to reach a person.",
        "text": (
            "<h2>Raise a case</h2><p>You answer one question a page. You can go back and change an answer. "
            "Nothing is sent until you press “Send my case” on the last page.</p>"
            "<h2>Follow your case</h2><p>Open “My cases” and enter your email address. We send you a code. "
            "You need no password.</p>"
            "<h2>Rather talk?</h2><p>Phone 020 7946 0100, Monday to Friday, 9am to 5pm. "
            "You get the same service.</p>"
        ),
    },
    {
        "slug": "privacy",
        "title": "Privacy",
        "lead": "Who sees what you write, and for how long.",
        "text": (
            "<h2>Who sees it</h2><p>Only the office of the Member that you choose. "
            "No other office can see it, and none learns that you wrote.</p>"
            "<h2>What we keep</h2><p>Your answers before you send them: up to 7 days. "
            "Your case: while the office works on it and for a time after, which the office can tell you.</p>"
            "<h2>What we never do</h2><p>We put nobody on a mailing list for writing to us. "
            "No page of this site asks another company for anything.</p>"
        ),
    },
    {
        "slug": "cookies",
        "title": "Cookies",
        "lead": "Only what the service cannot work without.",
        "text": (
            "<p>We use two cookies, and a third if you ask for it. They are set when you begin a form or sign in.</p>"
            "<h2>One remembers who you are</h2><p>While you fill in a form, it remembers your answers for "
            "up to 7 days. If you tell us that you share your device, it goes when you close the browser. "
            "Once you sign in, it goes when you close the browser or sign out. You stay signed in for "
            "at most 12 hours.</p>"
            "<h2>One guards the forms</h2><p>It shows that a form was sent by you and not by another site. "
            "It goes when you close the browser.</p>"
            "<h2>A third keeps others from getting in your way</h2><p>It is set only if you open the last link in "
            "an email with a code. Then other people who try your email address cannot make you wait. It goes when "
            "you close the browser. For staff it is set when they sign in, and it stays for 30 days.</p>"
            "<p>We count no visits.</p>"
        ),
    },
    {
        "slug": "accessibility",
        "title": "Accessibility",
        "lead": "We want everyone to be able to use this service.",
        "text": (
            "<p>We build to the Web Content Accessibility Guidelines 2.2, level AA, and test each page "
            "with a tool. People with screen readers have not tested it yet.</p>"
            "<p>If something stops you, phone 020 7946 0100. You can do all of it by phone or by letter.</p>"
        ),
    },
]
