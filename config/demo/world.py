"""Groups, seats, offices and people of the demo. The seats by group are those elected in May 2024; names are made up."""

from datetime import date

ELECTED = date(2024, 5, 7)
PASSWORD = "assembly-demo"

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
    ("manager@labour.example", "Sam Petrie", "labour-east", "manager"),
    ("member@labour.example", "Adaeze Thornbury", "labour-east", "member"),
    ("readonly@labour.example", "Mina Costa", "labour-east", "read-only"),
    ("caseworker2@labour.example", "Ruben Adeyemi", "labour-south", "caseworker"),
    ("caseworker@conservative.example", "Holly Brandreth", "conservative", "caseworker"),
    ("manager@conservative.example", "Owen Castleton", "conservative", "manager"),
]
EDITOR = ("editor@assembly.example", "Nadia Ferris")
ADMINISTRATOR = ("admin@assembly.example", "Ivan Rowntree")
CONSTITUENTS = [("resident@london.example", "Amina Yusuf"), ("neighbour@london.example", "Delroy Pinnock")]

WRITERS = [
    "Ngozi Hart", "Grace Omondi", "Hannah Lowe", "Stella Novak", "Leila Farah", "Lucia Marin", "Oluwaseun Bright",
    "Sadia Noor", "Bogdan Ilie", "Jagdeep Gill", "Rebecca Stein", "Thomas Akande", "Mehmet Aslan", "Bhavna Patel",
    "Yusuf Demir", "Tariq Aziz Khan", "Joseph Lim", "Piotr Zalewski", "Ferdinand Osei", "Karim Haddad",
]  # fmt: skip

# Subject, topic, what they wrote.
STORIES = [
    ("Lift out of order at my station", "transport", "The lift to platform 2 has been out of order since 6 October. I use a wheelchair and cannot get to work without a bus detour of 50 minutes."),
    ("Bus 38 leaves early", "transport", "The first morning bus left before its time on four days this week. I have missed my shift twice."),
    ("Crossing time too short", "transport", "The green man on the red route shows for six seconds. My mother walks with a frame and cannot get over."),
    ("Police front counter closed", "policing", "Our front counter closed without notice. Where can people go who cannot report online?"),
    ("Question about stop and search", "policing", "My son, who is 14, was stopped twice in a week. How can we see the record?"),
    ("Smoke alarms in temporary housing", "fire", "There is no working smoke alarm on our floor. The landlord does not answer."),
    ("Cladding works stopped", "fire", "Works on our block stopped in June. Nobody tells us when they go on."),
    ("Tall building plan near the park", "housing", "I would like to know what the Mayor can still decide about this plan, and by when."),
    ("Shared ownership and the roof", "housing", "We are told that we pay for the whole roof. Is that right in this scheme?"),
    ("Air quality sensor near the school", "environment", "The sensor has been taken away. Will there be another, and who has the figures?"),
    ("Trees felled for the bus lane", "environment", "Eleven trees went last week. We were told that three would."),
    ("Contactless card charged twice", "transport", "I was charged the top fare on five days. The help line says to wait."),
]  # fmt: skip
