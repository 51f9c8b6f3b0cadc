"""States of the pages on which native readers read the texts of the service."""

import polib

from cms.catalogues.models import CatalogueText
from cms.catalogues.services import digest
from cms.catalogues.shipped import catalogue_of, key_of
from cms.setup import editors
from tests.a11y.stage import Stage, State

DANGER = key_of(polib.POEntry(msgid="Is someone in danger now? Call 999."))
CORRECTED = "Dzwoń pod 999."
POLISH = "/editor/languages/pl/"


def ready(stage: Stage):
    editors()


def corrected(stage: Stage):
    """One text is corrected, the correction of one is stale, and the English of one is gone."""
    ready(stage)
    entries = catalogue_of("pl").entries
    stored = CatalogueText.objects.create
    shipped = entries[DANGER].shipped[0]
    stored(language="pl", key=DANGER, source="Call 999.", text=CORRECTED, shipped=shipped)
    stale = next(key for key, entry in entries.items() if entry.english == ("Your Members",))
    stored(language="pl", key=stale, source="Your Members", text="Twoi posłowie", shipped="Dawniej")
    stored(language="pl", key="gone", source="Words of before", text="Dawne słowa", shipped="Dawniej")


def sending(text, **more):
    return {f"text:{DANGER}:0": text, f"was:{DANGER}": digest(CORRECTED)} | more


def state(name, url=POLISH, **more):
    return State(f"editor: {name}", url, by="editor", looks=False, **{"before": corrected} | more)


STATES = [
    state("texts of the service: languages", "/editor/languages/"),
    state("texts of the service: none corrected", before=ready),
    state("texts of the service: some corrected", f"{POLISH}?show=corrected"),
    state("texts of the service: plural forms", f"{POLISH}?show=all&q=open+it+again+for"),
    state("texts of the service: no text fits", f"{POLISH}?q=nosuchwords"),
    state("texts of the service in Urdu", "/editor/languages/ur/", before=ready),
    state("texts of the service: a broken text", sends=sending("Dzwoń <b>pod 999."), status=422),
    state("texts of the service: an edit conflict", sends=sending("A") | {f"was:{DANGER}": ""}, status=422),
    state(
        "texts of the service: no reader named",
        sends=sending(CORRECTED) | {f"read:{DANGER}": "on"},
        status=422,
    ),
    state("texts of the service: a file", f"{POLISH}import/", before=ready),
    state("texts of the service: no file", f"{POLISH}import/", before=ready, sends={"file": ""}, status=422),
]
