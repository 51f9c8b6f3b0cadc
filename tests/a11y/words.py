"""Texts of the people in the world: usual, very long, and right-to-left."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    person: str
    other: str
    staff: str
    member: str
    office: str
    subject: str
    body: str
    file: str
    third: str
    outcome: str


PLAIN = Words(
    person="Amina Yusuf",
    other="Tom Reed",
    staff="Ben Okafor",
    member="Ines Vale",
    office="Labour East",
    subject="Lift at my station is broken",
    body="The lift has not worked since October.\n\nI cannot reach the platform with a pram.",
    file="notice at the lift.jpg",
    third="Transport for London",
    outcome="The lift works again since Monday.",
)

UNBROKEN = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft"
LONG = Words(
    person=f"{UNBROKEN} Anne-Marie Oluwaseun Featherstonehaugh",
    other=f"Tom {UNBROKEN}",
    staff=f"Ben {UNBROKEN} of the Northern Borough",
    member=f"Ines {UNBROKEN}",
    office="The joint office of the Members for City and East and for Lambeth and Southwark",
    subject=("Lift-at-my-station-is-broken-and-nobody-answers-" * 4)[:120],
    body=f"https://example.org/{UNBROKEN * 4}?a=1\n\n" + "One more sentence about the same lift. " * 60,
    file=f"{UNBROKEN}-{UNBROKEN}.jpg",
    third=f"The Association of {UNBROKEN}",
    outcome=f"It is mended. See {UNBROKEN}{UNBROKEN}.",
)

RIGHT_TO_LEFT = Words(
    person="أمينة بنت يوسف (Amina)",
    other="תום רייד",
    staff="בן אוקפור",
    member="إيناس الوادي",
    office="مكتب الشرق",
    subject="المصعد في محطتي معطل: 3 weeks!",
    body="لا يعمل المصعد منذ أكتوبر.\n\nلا أستطيع الوصول إلى الرصيف.",
    file="صورة المصعد (1).jpg",
    third="هيئة النقل (TfL)",
    outcome="المصعد يعمل مرة أخرى.",
)

ALL = {"": PLAIN, "long texts": LONG, "right to left": RIGHT_TO_LEFT}
