"""The made-up cases of a practice office. Every address ends in .example, every number is one kept for stories."""

from collections.abc import Callable
from dataclasses import dataclass, field

from casework.cases.models import Case
from casework.cases.models.channel import LETTER, PHONE, WEB

from . import acts
from .acts import Made

Act = Callable[[Made], None]
NOTHING_YET: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Story:
    """A made-up person and what they wrote `days` ago. `acts` are what the office has done with it since."""

    name: str
    subject: str
    body: str
    days: int
    acts: tuple[Act, ...] = NOTHING_YET
    channel: str = WEB
    topic: str = ""
    kind: str = Case.Kind.PROBLEM
    language: str = "English"
    phone: str = ""
    post: str = ""
    facts: dict[str, bool] = field(default_factory=dict)


STORIES = (
    Story(
        "Grace Adjei",
        "Bailiffs come on Thursday at nine",
        "We had a letter today. The bailiffs come on Thursday at nine. I have two children and nowhere to go. The "
        "council says that it can do nothing before we are out. Please help us.",
        4,
        (acts.flag_eviction,),
        topic="housing",
        phone="07700 900101",
    ),
    Story(
        "Leonard Brooke",
        "Bus 999 does not stop at the clinic",
        "Since the roadworks the 999 passes the clinic without stopping. I am 81 and walk from the next stop with a "
        "stick. When will the stop be back?",
        18,
        (acts.assign_to_owner, acts.promise_for_last_week),
        topic="transport",
        phone="020 7946 0102",
    ),
    Story(
        "Name withheld at her wish",
        "Reported to the police and heard nothing",
        "I reported an attack in June. I do not want my family to know. Nobody has called me since. Could you ask the "
        "police for the name of the officer, without saying why?",
        9,
        topic="policing",
        facts={"sensitive": True},
    ),
    Story(
        "Winifred Oduya",
        "Damp in the bedroom since January",
        "Dear Member, the wall by my bed is black. The landlord painted over it twice. I enclose a page of the "
        "surveyor’s report. I have no computer, so please write to me. Yours faithfully, W. Oduya",
        12,
        (acts.attach_scan, acts.assign_to_owner),
        LETTER,
        "housing",
        post="Flat 4, 12 Made-up Street",
    ),
    Story(
        "Terence Malik",
        "Asks when the night bus starts again",
        "Rang at ten. He works nights at a bakery and walks home for an hour. Wants to know when the night bus runs "
        "again. We may ring him after two.",
        6,
        (),
        PHONE,
        "transport",
        Case.Kind.QUESTION,
        phone="07700 900105",
    ),
    Story(
        "Hannah Weiss",
        "Lift at the station out of order",
        "The lift has been out for three weeks. I use a wheelchair and now travel an hour longer each day.",
        15,
        (acts.assign_to_owner, acts.answer, acts.write_back),
        topic="transport",
    ),
    Story(
        "Samir Haddad",
        "Rubbish beside the playground",
        "Somebody leaves mattresses beside the playground. I have added a photo. The children climb on them.",
        7,
        (acts.attach_photo,),
        topic="environment",
        phone="07700 900107",
    ),
    Story(
        "Agnieszka Zielińska",
        "Karta na przejazdy nie przyszła",
        "Dzień dobry, złożyłam wniosek o kartę na przejazdy dla córki w sierpniu. Karta nie przyszła i płacę za każdy "
        "przejazd. Czy mogą Państwo pomóc? Wolę odpowiedź po polsku.",
        8,
        topic="transport",
        language="Polish",
    ),
    Story(
        "Colin Partridge",
        "Dial-a-ride refused three times",
        "Three times this month they had no car for me. I missed the eye clinic.",
        20,
        (acts.assign_to_owner, acts.answer, acts.close),
        topic="transport",
        phone="020 7946 0109",
    ),
    Story(
        "Beatriz Nunes",
        "Cladding works stopped in June",
        "The scaffold is up and nobody works. We cannot open the windows. Who pays, and when do they go on?",
        16,
        (acts.assign_to_owner, acts.note_a_call, acts.wait_for_others),
        topic="housing",
    ),
    Story(
        "Derek Olawale",
        "Knife bin outside the library is full",
        "The bin is so full that children can reach in. I told the library last week.",
        10,
        (acts.assign_to_owner, acts.ask_back),
        topic="policing",
    ),
    Story(
        "Ruth Sandiford",
        "I need to move, and he reads my post",
        "I need to move before he finds this. He opens my letters. Please do not write to the house.",
        5,
        (acts.keep_contact_safe,),
        PHONE,
        "housing",
        phone="07700 900112",
    ),
)
