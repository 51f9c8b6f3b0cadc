"""Banners and menus as what is translated."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from casework.questionnaires.translations.texts import Text
from cms.banners import Banner
from cms.menus import Menu

from .rows import Texts
from .subject import Subject

MODELS = {"banner": Banner, "menu": Menu}


def banner_or_404(request, pk) -> Subject:
    """Return a banner that this person may change."""
    banner = _found(request, "banner", pk)
    texts = _texts({"title": (_("Title"), banner.title), "text": (_("Text"), banner.text)})
    return Subject(kind="banner", owner=banner, title=banner.title, name=f"banner-{pk}", texts=texts)


def menu_or_404(request, pk) -> Subject:
    """Return a menu that this person may change."""
    menu = _found(request, "menu", pk)
    return Subject(
        kind="menu", owner=menu, title=str(menu), name=f"menu-{menu.place}", texts=texts_of_menu(menu)
    )


def texts_of_menu(menu: Menu) -> Texts:
    """Return the words of the links that have some of their own."""
    return _texts({link.id: (_("Link"), link.value["words"]) for link in menu.links if link.value["words"]})


def _found(request, kind, pk):
    if not request.user.has_perm(f"cms.change_{kind}"):
        raise Http404
    return get_object_or_404(MODELS[kind], pk=pk)


def _texts(words: dict[str, tuple[str, str]]) -> Texts:
    """Return texts from `{key: (place, English)}`."""
    texts = [Text(key, english, needs_reader=False) for key, (_place, english) in words.items()]
    return Texts(texts, {key: place for key, (place, _english) in words.items()})
