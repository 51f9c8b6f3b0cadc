"""The words that the demo's editors put on the public site."""

from datetime import timedelta

from django.utils import timezone
from wagtail.rich_text import RichText

from casework.places.models import Borough
from cms.models import (
    AccessibilityPage,
    ContactPage,
    ContentPage,
    Council,
    GuidePage,
    GuidesPage,
    MembersPage,
    NewsIndexPage,
    NewsPage,
    PrivacyPage,
)
from cms.setup import write_home_page, write_menu, write_page

from . import guides
from .news import NEWS

PHONE, HOURS = "020 7946 0100", "Monday to Friday, 9am to 5pm"


def write():
    """Every page, the menus and the councils; what an editor has written meanwhile stays."""
    write_home_page(
        question="Find your London Assembly Members",
        lead="Every Londoner has twelve: one Member for the area where they live, and eleven for the whole of London.",
        body=[("columns", CAN_TAKE_UP)],
    )
    pages = {slug: write_page(kind(slug=slug, **facts)) for kind, slug, facts in PAGES}
    for facts in guides.GUIDES:
        write_page(GuidePage(**facts), below=pages["can-they-help"])
    for days, facts in NEWS:
        said_on = timezone.localdate() - timedelta(days=days)
        write_page(NewsPage(said_on=said_on, **facts), below=pages["news"])
    for borough in Borough.objects.all():
        name = borough.name if borough.name.startswith("City of") else f"{borough.name} Council"
        Council.objects.get_or_create(borough=borough.slug, defaults={"name": name})
    links = [("service", {"to": to, "words": words}) for to, words in HEAD]
    write_menu("head", [*links, *(("page", {"page": pages[slug], "words": ""}) for slug in ("news", "help"))])
    foot = [("page", {"page": pages[slug], "words": ""}) for slug in FOOT]
    write_menu("foot", [*foot, ("service", {"to": "search", "words": "Search this site"})])


def text(html):
    """The body of a page that is text alone."""
    return [("text", RichText(html))]


HEAD = [("find", ""), ("form:contact", "Raise a case"), ("cases", "")]
FOOT = ["accessibility", "privacy", "cookies", "contact", "how-it-works", "members"]

CAN_TAKE_UP = {
    "heading": "What a Member can take up",
    "intro": "Tell us the problem first. If somebody else has to put it right, we say who, before you write a word.",
    "columns": [
        {
            "title": "Often yes",
            "text": guides.listed(
                "Transport for London: buses, Tube, red routes, Dial-a-Ride",
                "Policing in general, and fire safety",
                "City Hall housing money and planning",
            ),
        },
        {
            "title": "Your borough council first",
            "text": guides.listed(
                "Council homes and repairs", "Bins, local roads and parking", "Schools and social care"
            ),
        },
        {
            "title": "Your MP first",
            "text": guides.listed("Immigration and visas", "Benefits and pensions", "Tax"),
        },
    ],
}

HELP = (
    "<h2>Raise a case</h2><p>You answer one question a page. You can go back and change an answer. "
    "Nothing is sent until you press “Send my case” on the last page.</p>"
    "<h2>Add photos or papers</h2><p>You can add them near the end of the form, or later, in your case.</p>"
    "<h2>Follow your case</h2><p>Open “My cases” and enter your email address. We send you a code. "
    "You need no password. You then see whose turn it is, and the next date if there is one.</p>"
    "<h2>Write for somebody else</h2><p>You may write for your mother, a friend or a neighbour. "
    "Say so in your message, and say that they know. The office may ask them first.</p>"
    "<h2>No email, no fixed address</h2><p>A phone number or a postal address is enough. "
    "If you have no fixed address, tell us where you mostly stay.</p>"
    "<h2>Leave in a hurry</h2><p>The button “Leave this site” is at the top of each page. "
    "It takes you to another site at once. It cannot clear the list of pages that your browser keeps.</p>"
    "<h2>Rather talk?</h2><p>Phone 020 7946 0100, Monday to Friday, 9am to 5pm. "
    "You get the same service.</p>"
)

HOW_IT_WORKS = (
    "<h2>1. You choose a Member</h2><p>You have twelve. One is for the area where you live. Eleven are for all of "
    "London. Each of them can take up your case in the same way. So please write to one.</p>"
    "<h2>2. You tell us what happened</h2><p>The form asks one thing a page. It takes about ten minutes. "
    "You can stop and come back.</p>"
    "<h2>3. One office reads it</h2><p>Only the people who work for that Member can see it. "
    "No other office can, and none learns that you wrote.</p>"
    "<h2>4. They ask who can put it right</h2><p>That may be Transport for London, the police, the fire service or "
    "your council. They ask you first if they need more.</p>"
    "<h2>5. You see whose turn it is</h2><p>Your case always says who has to act next, and since when. "
    "If a date is set, you see it. If none is set, it says so.</p>"
    "<h2>6. You get an answer</h2><p>We answer where you wrote to us from. If email is not safe for you, "
    "tell us and we send none.</p>"
    "<h2>What a Member cannot do</h2><p>A Member cannot tell a court, a council or a company what to decide. "
    "They can ask, press and put questions to the Mayor.</p>"
)

PRIVACY = (
    "<h2>Who sees it</h2><p>Only the office of the Member that you choose. "
    "No other office can see it, and none learns that you wrote.</p>"
    "<h2>Why we may use it</h2><p>The law lets elected Members use what you tell them, to help you with what you "
    "ask. If you tell us about your health or your beliefs, we use that for your case and for nothing else.</p>"
    "<h2>Who else may get it</h2><p>If somebody else has to put it right, such as the bus company, the office asks "
    "them. It gives them only what they need. Tell the office what it must not pass on.</p>"
    "<h2>What we keep</h2><p>Your answers before you send them: up to 7 days. "
    "Your case: while the office works on it and for a time after, which the office can tell you.</p>"
    "<h2>What we never do</h2><p>We put nobody on a mailing list for writing to us. "
    "No page of this site asks another company for anything.</p>"
    "<h2>What you can ask for</h2><p>You can ask for a copy of what an office holds about you. "
    "You can ask it to correct or delete things, or to stop using them. Write or phone, and say what you want.</p>"
    "<h2>If you are not happy</h2><p>Tell the office first. You can also complain to the "
    '<a href="https://ico.org.uk/make-a-complaint/">Information Commissioner’s Office</a>.</p>'
)

COOKIES = (
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
    "<h2>What we count</h2><p>We count no visits. At the end of a page you can say whether it was useful. "
    "We add up the answers of a day. We do not keep who gave them.</p>"
)

PAGES = [
    (
        GuidesPage,
        "can-they-help",
        {
            "title": "Can they help?",
            "lead": "Find out who can put it right, before you write a word.",
            "body": text(
                "<p>Choose what it is about. If you are not sure, choose what is closest. "
                'You can also look <a href="#borough">by borough</a>.</p>'
            ),
        },
    ),
    (
        MembersPage,
        "members",
        {
            "title": "All Members",
            "lead": "Fourteen Members have an area. Eleven are for the whole of London.",
        },
    ),
    (NewsIndexPage, "news", {"title": "News", "lead": "What is new here, and where you can have your say."}),
    (
        ContentPage,
        "help",
        {
            "title": "Help",
            "lead": "How to use this service, and how to reach a person.",
            "body": text(HELP),
        },
    ),
    (
        ContentPage,
        "how-it-works",
        {
            "title": "How it works",
            "lead": "What happens from your first word to the answer.",
            "body": text(HOW_IT_WORKS),
        },
    ),
    (
        ContactPage,
        "contact",
        {
            "title": "Contact us",
            "lead": "Online, by phone or by letter. You get the same service.",
            "phone": PHONE,
            "hours": HOURS,
            "post": "London Assembly Members\nCity Hall\nLondon",
            "body": text(
                "<h2>If you find it hard to phone or write</h2><p>Ask somebody you trust to do it for you. "
                "Tell us how you would like to be answered: large print, easy read, audio or in another "
                "language. The office will say what it can do.</p>"
            ),
        },
    ),
    (
        PrivacyPage,
        "privacy",
        {
            "title": "Privacy",
            "lead": "Who sees what you write, and for how long.",
            "body": text(PRIVACY),
        },
    ),
    (
        ContentPage,
        "cookies",
        {
            "title": "Cookies",
            "lead": "Only what the service cannot work without.",
            "body": text(COOKIES),
        },
    ),
    (
        AccessibilityPage,
        "accessibility",
        {
            "title": "Accessibility",
            "lead": "We want everyone to be able to use this service.",
            "body": text(
                "<h2>What you should be able to do</h2>"
                + guides.listed(
                    "make everything larger, up to four times, and lose nothing",
                    "use every page with a keyboard alone",
                    "listen to every page with a screen reader",
                    "use the site on an old phone, and without scripts",
                    "change colours, space and size of the text",
                )
            ),
        },
    ),
]
