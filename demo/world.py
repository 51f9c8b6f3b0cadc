"""Groups, seats, offices and people of the demo. The seats by group are those elected in May 2024; names are made up."""

from datetime import date

from ops.set_up.reading import london

ELECTED = date(2024, 5, 7)
PASSWORD = "assembly-demo"
PHONE, HOURS = "020 7946 0100", "Monday to Friday, 9am to 5pm"
EMAIL = "help@assembly.example"
WORDS = london().words

GROUPS = {
    "labour": "Labour",
    "conservative": "Conservative",
    "green": "Green",
    "libdem": "Liberal Democrat",
    "reform": "Reform UK",
}

OFFICES = {
    "labour-east": ("Labour East", "labour"),
    "labour-south": ("Labour South and West", "labour"),
    "conservative": ("Conservative", "conservative"),
    "green": ("Green", "green"),
    "libdem": ("Liberal Democrat", "libdem"),
    "reform": ("Reform UK", "reform"),
}

# Office, then (name, area or None for a seat of all London).
MEMBERS = {
    "labour-east": [
        ("Adaeze Thornbury", "City and East"),
        ("Imogen Hartley", "North East"),
        ("Kwabena Lisle", "Enfield and Haringey"),
        ("Miriam Castellan", "Barnet and Camden"),
    ],
    "labour-south": [
        ("Tobias Wren", "Lambeth and Southwark"),
        ("Parveen Ashgrove", "Greenwich and Lewisham"),
        ("Callum Okonjo-Reed", "Merton and Wandsworth"),
        ("Sunita Fairweather", "Brent and Harrow"),
        ("Gareth Blackmore-Singh", "Ealing and Hillingdon"),
        ("Leonie Marchbank", "West Central"),
        ("Dominic Achterberg", None),
    ],
    "conservative": [
        ("Rosalind Pemberwick", "Bexley and Bromley"),
        ("Hugh Castlemaine", "Croydon and Sutton"),
        ("Anita Dellacourt", "Havering and Redbridge"),
        ("Nigel Farrowby", None),
        ("Prudence Oyelaran", None),
        ("Stephen Vandermeer", None),
        ("Charlotte Inglewood", None),
        ("Rajan Metcalfe", None),
    ],
    "green": [("Juniper Halloway", None), ("Felix Amankwah", None), ("Rowena Sturt", None)],
    "libdem": [("Eleanor Quayle", "South West"), ("Marcus Bellweather", None)],
    "reform": [("Vincent Thackeray-Moss", None)],
}

# Sign-in, name, office, role.
STAFF = [
    ("caseworker@labour.example", "Dana Whitlock", "labour-east", "caseworker"),
    ("caseworker3@labour.example", "Yvonne Achebe", "labour-east", "caseworker"),
    ("caseworker4@labour.example", "Tom Rigby", "labour-east", "caseworker"),
    ("manager@labour.example", "Sam Petrie", "labour-east", "manager"),
    ("member@labour.example", "Adaeze Thornbury", "labour-east", "member"),
    ("readonly@labour.example", "Mina Costa", "labour-east", "read-only"),
    ("caseworker2@labour.example", "Ruben Adeyemi", "labour-south", "caseworker"),
    ("manager2@labour.example", "Olive Marchetti", "labour-south", "manager"),
    ("caseworker@conservative.example", "Holly Brandreth", "conservative", "caseworker"),
    ("manager@conservative.example", "Owen Castleton", "conservative", "manager"),
    ("manager@green.example", "Isaac Thorne", "green", "manager"),
    ("manager@libdem.example", "Petra Lindqvist", "libdem", "manager"),
    ("manager@reform.example", "Colin Basset", "reform", "manager"),
]
EDITORS = [("editor@assembly.example", "Nadia Ferris"), ("editor2@assembly.example", "Hamish Orr")]
ADMINISTRATORS = [("admin@assembly.example", "Ivan Rowntree"), ("admin2@assembly.example", "Miriam Oyelaran")]
CONSTITUENTS = [("resident@london.example", "Amina Yusuf"), ("neighbour@london.example", "Delroy Pinnock")]

# Finished months of feedback by office, the latest first: yes, partly, no.
FEEDBACK = {
    "labour-east": [(31, 9, 4), (28, 11, 6), (24, 8, 7)],
    "labour-south": [(12, 3, 2), (9, 4, 1), (11, 2, 3)],
    "conservative": [(14, 5, 3), (17, 3, 2), (10, 6, 2)],
}
BANNER = (
    "Phone lines over Christmas",
    "Members’ offices take no calls from 25 December to 1 January. You can raise a case here at any time.",
)
