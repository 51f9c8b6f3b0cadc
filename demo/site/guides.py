"""Who can help with what: the demo's guides. What is said of London stands in the form's own words, too."""

from wagtail.rich_text import RichText


def listed(*items):
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def guide(slug, title, helper, examples, lead, first, then):
    """The facts of one guide: what to do first, and when to write to a Member."""
    return {
        "slug": slug,
        "title": title,
        "helper": helper,
        "examples": examples,
        "lead": lead,
        "body": [("text", RichText(first))],
        "when_to_write": [("text", RichText(then))],
    }


COUNCIL_FIRST = (
    "<h2>What to do first</h2><p>Tell your council. Ask for a number for your report and write it down. "
    "If nothing happens, use the council’s way to complain. One of your local councillors can help you with that.</p>"
)
COUNCIL_THEN = (
    "<p>A Member cannot change what a council decides. Write to one if it is about all of London, "
    "or if you do not know who decides.</p>"
)
MP_FIRST = (
    "<h2>What to do first</h2><p>The government in Westminster runs this. Your Member of Parliament (MP) can ask a "
    'minister or an office about your case. <a href="https://members.parliament.uk/members/commons">Find your MP</a>.</p>'
    '<p>You can get free advice from <a href="https://www.citizensadvice.org.uk/">Citizens Advice</a>.</p>'
)
MP_THEN = "<p>A Member cannot look into your case. They can tell you who does, and ask the Mayor about London as a whole.</p>"

GUIDES = [
    guide(
        "buses-tube-and-trains",
        "Buses, Tube and trains",
        "member",
        "late buses, lifts, fares, Dial-a-Ride",
        "Transport for London (TfL) runs these. A Member can ask TfL what it will do.",
        "<h2>What to do first</h2><p>Tell TfL, and keep the number you get. Often that is enough.</p>"
        "<h2>What helps</h2>"
        + listed("the day and the time", "the line or bus number", "the stop or station"),
        "<p>Write if TfL has not put it right, or if many people have the same trouble.</p>",
    ),
    guide(
        "red-routes-and-crossings",
        "Red routes and crossings",
        "member",
        "red lines, crossing times, cycle lanes on main roads",
        "TfL looks after the red routes: the main roads with red lines.",
        "<h2>Is it a red route?</h2><p>Look for red lines at the side of the road. No red lines? "
        "It’s probably a council road.</p>",
        "<p>Write if a crossing or a main road is not safe, and tell us where it is.</p>",
    ),
    guide(
        "policing",
        "Policing",
        "member",
        "front counters, patrols, how people are stopped",
        "A Member can ask how London is policed. They can’t get involved in individual police cases.",
        "<h2>If it is happening now</h2><p>Call 999. If you cannot hear or speak, use 999 BSL or text 999. If it is not urgent, call 101.</p>"
        "<h2>If you want to complain about an officer</h2><p>Complain to the police first. They must write it down.</p>",
        "<p>Write if it is about how an area is policed, or if you had no answer.</p>",
    ),
    guide(
        "fire-safety",
        "Fire safety",
        "member",
        "smoke alarms, cladding, blocked stairs",
        "The London Fire Brigade looks after fire safety in buildings.",
        "<h2>If there is a fire</h2><p>Get out and call 999. If you cannot hear or speak, use 999 BSL or text 999.</p>"
        "<h2>What to do first</h2><p>Tell who owns or runs the building. Ask them in writing, and keep a copy.</p>",
        "<p>Write if no one acts, or if the works have stopped.</p>",
    ),
    guide(
        "homes-paid-for-by-the-mayor",
        "New homes and big plans",
        "member",
        "homes paid for by the Mayor, tall buildings",
        "The Mayor gives money for some homes, and has a say in very big plans.",
        "<h2>What to do first</h2><p>Look for the plan on your council’s website. "
        "It says until when you can have your say.</p>",
        "<p>Write if the plan is so big that it goes to the Mayor, or if City Hall paid for the homes.</p>",
    ),
    guide(
        "air-and-green-spaces",
        "Clean air and green spaces",
        "member",
        "bad air, trees on main roads, floods",
        "The Mayor plans for clean air, trees and floods in all of London.",
        "<h2>What to do first</h2><p>For one park or one street tree, ask your council. "
        "It looks after most of them.</p>",
        "<p>Write if it is about London as a whole, or about a main road.</p>",
    ),
    guide(
        "council-homes-and-repairs",
        "Council homes and repairs",
        "council",
        "damp, heating, waiting lists, rent",
        "Your council looks after its homes. It also helps people who may lose theirs.",
        COUNCIL_FIRST
        + "<h2>If you may lose your home soon</h2><p>Phone the council today and say so. It must tell you what it can do.</p>",
        COUNCIL_THEN,
    ),
    guide(
        "bins-and-street-cleaning",
        "Bins and street cleaning",
        "council",
        "missed bins, dumped rubbish, dirty streets",
        "Your council collects rubbish and cleans the streets.",
        COUNCIL_FIRST,
        COUNCIL_THEN,
    ),
    guide(
        "local-roads-and-parking",
        "Local roads and parking",
        "council",
        "potholes, street lights, parking fines",
        "Most roads belong to your council. The ones with red lines belong to TfL.",
        COUNCIL_FIRST,
        COUNCIL_THEN,
    ),
    guide(
        "schools-and-social-care",
        "Schools and social care",
        "council",
        "school places, care at home, help for carers",
        "Your council gives out school places and plans care.",
        COUNCIL_FIRST,
        COUNCIL_THEN,
    ),
    guide(
        "benefits-and-pensions",
        "Benefits and pensions",
        "mp",
        "money that stopped, letters you do not understand",
        "The government runs these, and no Member can.",
        MP_FIRST,
        MP_THEN,
    ),
    guide(
        "visas-and-immigration",
        "Visas and immigration",
        "mp",
        "visa delays, lost documents",
        "The government decides who may come and stay.",
        MP_FIRST,
        MP_THEN,
    ),
    guide(
        "tax-and-the-nhs",
        "Tax and the NHS",
        "mp",
        "tax codes, waiting for a hospital, a doctor",
        "The government looks after tax and the National Health Service (NHS).",
        MP_FIRST,
        MP_THEN,
    ),
]
