"""Tasks that must be done manually until the service does them. `set_up`, `doctor` and `docs/install.md` list them."""

TITLE = "Pilot: not for live personal data without these steps by hand"
PAGE = "docs/install.md, “Steps by hand”"
STEPS = (
    "Retention: nothing deletes old cases. Set the last day of the pilot, and destroy everything on it.",
    "Subject access: nothing writes out what is held about a person. The office copies it from the case pages.",
    "Erasure: nothing erases a person. Erase their cases with deploy/erase-case.sql.",
)
