"""The demo's news: made up, like its people. `(days ago, facts)`."""

from wagtail.rich_text import RichText


def text(html):
    return [("text", RichText(html))]


NEWS = [
    (
        5,
        {
            "slug": "step-free-stations",
            "title": "Have your say on step-free stations",
            "lead": "Tell us which lift you need most.",
            "body": text(
                "<p>Can you get from the street to the train without a step? At many stations people cannot. "
                "Members want to hear from you before they ask the Mayor about it.</p>"
                "<h2>What we would like to know</h2><ul><li>Which station do you use?</li>"
                "<li>How often is the lift out of order?</li><li>How do you travel then?</li></ul>"
                "<h2>How to tell us</h2><p>Raise a case, and choose “A comment or an idea”. "
                "You can also phone or write.</p>"
            ),
        },
    ),
    (
        9,
        {
            "slug": "safer-to-write",
            "title": "Safer to write when others read your email",
            "lead": "We now ask first whether email is safe for you.",
            "body": text(
                "<p>The form begins with two questions. Is it safe to send you emails? Does anyone else use this "
                "device? If you say no, or that you are not sure, we send nothing by email.</p>"
                "<p>You can tell us a safe way to reach you. The button “Leave this site” is at the top of each page.</p>"
            ),
        },
    ),
    (
        23,
        {
            "slug": "whose-turn-is-it",
            "title": "Whose turn is it? Your case now says so",
            "lead": "You see who has to act next, and since when.",
            "body": text(
                "<p>Every case shows one line at the top. It says who has to act next: you, the office or "
                "someone else, such as TfL.</p><p>If a date is set, you see it. If none is set, we say so. "
                "We promise no date that no one has set.</p>"
            ),
        },
    ),
    (
        40,
        {
            "slug": "by-phone-or-letter",
            "title": "By phone or by letter, it is the same",
            "lead": "You need no internet to raise a case.",
            "body": text(
                "<p>You can phone or write. You are asked the same questions as online, and your case is worked on "
                "in the same way.</p><p>A phone number or a postal address is enough. You need no email.</p>"
            ),
        },
    ),
]
