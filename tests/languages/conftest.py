"""A small catalogue in a temporary folder, and the published form."""

import polib
import pytest

TEXTS = {
    "Continue": "Dalej",
    "There is a problem": "Wystąpił problem",
    "We have your message": "Mamy Twoją wiadomość",
    "You have a message": "Masz wiadomość",
    "Your link": "Twój link",
    "Privacy": "Prywatność",
    "You get the same service.": "Otrzymasz taką samą pomoc. Odpisujemy na e-maile.",
}


@pytest.fixture
def polish(offer, settings, tmp_path):
    """Turn Polish and Arabic on, with a catalogue of a few texts in Polish."""
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=4; plural=n==1 ? 0 : 3;",
    }
    catalogue.extend(polib.POEntry(msgid=source, msgstr=text) for source, text in TEXTS.items())
    catalogue.save_as_mofile(str(folder / "django.mo"))
    offer("pl", "ar")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return catalogue
