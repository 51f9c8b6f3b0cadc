"""The editor's pages of a form, page, banner or menu in other languages. `kind` says which it is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from body.languages import direction
from cms.forms.translations.subject import form_or_404
from cms.page_cache import clear_pages
from cms.pages.translations.subject import page_or_404

from .po import ImportTextsForm, po_of
from .rows import languages
from .services import Typed, save_texts
from .small import banner_or_404, menu_or_404
from .subject import NotPublished, Subject

LONGEST_NAME = 150
SUBJECTS = {"form": form_or_404, "page": page_or_404, "banner": banner_or_404, "menu": menu_or_404}


def subject_or_404(request, kind, pk) -> Subject:
    """Return what is translated, if this person may change it."""
    return SUBJECTS[kind](request, pk)


def language_or_404(code):
    """Return the English name of a language that texts are translated into."""
    names = dict(languages())
    if code not in names:
        raise Http404
    return names[code]


@never_cache
@require_safe
def overview(request, kind, pk):
    """Show how far the texts are in each language."""
    subject = subject_or_404(request, kind, pk)
    context = {"subject": subject, "progress": subject.progress(), "texts_url": f"{kind}_texts"}
    return render(request, "cms/editor/languages.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request, kind, pk, code):
    """Show the English and the texts of one language side by side, and save or publish what was typed."""
    subject, name = subject_or_404(request, kind, pk), language_or_404(code)
    if request.method != "POST":
        return _texts_page(request, subject, code, name)
    typed = _typed(request.POST)
    if subject.preview and "preview" in request.POST:
        return subject.preview(request, code, {key: each.text for key, each in typed.items()})
    reader = request.POST.get("reader", "").strip()[:LONGEST_NAME]
    if any(each.read for each in typed.values()) and not reader:
        return _texts_page(request, subject, code, name, typed=typed, asks_reader=True)
    conflicts = save_texts(
        owner=subject.owner, texts=subject.texts, language=code, typed=typed, reader=reader
    )
    log(subject.owner, "wagtail.edit", user=request.user)
    if conflicts:
        kept = {key: typed[key] for key in conflicts}
        return _texts_page(request, subject, code, name, typed=kept, conflicts=set(conflicts))
    _publish(request, subject, code, name)
    return redirect(f"{kind}_texts", pk=pk, code=code)


def _publish(request, subject, code, name):
    """Publish if that was asked for, and say what happened."""
    if subject.publish is None:
        clear_pages()
        messages.success(
            request, _("Saved. People who read %(language)s see these texts.") % {"language": name}
        )
    elif "publish" not in request.POST:
        saved = _("Saved. People see the texts in %(language)s once you publish them.")
        messages.success(request, saved % {"language": name})
    else:
        try:
            subject.publish(code)
        except NotPublished as why:
            messages.warning(request, str(why))
        else:
            shown = _("Published. People who read %(language)s see these texts from now on.")
            messages.success(request, shown % {"language": name})


def _typed(posted):
    """Return what the page sent for each text, by key."""
    keys = [name.removeprefix("text:") for name in posted if name.startswith("text:")]
    return {
        key: Typed(
            text=posted[f"text:{key}"].replace("\r\n", "\n").strip(),
            was=posted.get(f"was:{key}", "").replace("\r\n", "\n"),
            kept=f"kept:{key}" in posted,
            read=f"read:{key}" in posted,
        )
        for key in keys
    }


def _texts_page(request, subject, code, name, *, typed=None, conflicts=frozenset(), asks_reader=False):
    """Show the page, with what was typed where it could not be stored."""
    typed = typed or {}
    lines = [
        {
            "row": row,
            "value": typed[row.text.key].text if row.text.key in typed else row.translation,
            "ticked": row.text.key in typed and (typed[row.text.key].read or typed[row.text.key].kept),
            "conflict": row.text.key in conflicts,
        }
        for row in subject.rows(code)
    ]
    context = {
        "subject": subject,
        "code": code,
        "language": name,
        "direction": direction(code),
        "lines": lines,
        "left": sum(not line["row"].is_shown for line in lines),
        "is_published": code in subject.published,
        "conflicts": conflicts,
        "asks_reader": asks_reader,
        "urls": {
            act: f"{subject.kind}_{act}" for act in ("languages", "texts_export", "texts_import", "withdraw")
        },
    }
    refused = bool(conflicts or asks_reader)
    return render(request, "cms/editor/texts.html", context, status=422 if refused else 200)


@never_cache
@require_safe
def export_texts(request, kind, pk, code):
    """Send the texts of one language as a PO file."""
    subject, _name = subject_or_404(request, kind, pk), language_or_404(code)
    response = HttpResponse(
        po_of(subject.rows(code), language=code), content_type="text/x-gettext-translation"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{subject.name}.{code}.po"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_texts(request, kind, pk, code):
    """Take the texts of one language from a PO file."""
    subject, name = subject_or_404(request, kind, pk), language_or_404(code)
    import_form = ImportTextsForm(request.POST or None, request.FILES or None, language=code)
    if import_form.is_valid():
        typed, unknown = import_form.typed(subject.rows(code))
        save_texts(owner=subject.owner, texts=subject.texts, language=code, typed=typed)
        log(subject.owner, "wagtail.edit", user=request.user)
        if subject.publish is None:
            clear_pages()
        messages.success(request, _taken(len(typed), unknown))
        return redirect(f"{kind}_texts", pk=pk, code=code)
    context = {"subject": subject, "language": name, "import_form": import_form}
    return render(request, "cms/editor/import_texts.html", context, status=422 if import_form.errors else 200)


def _taken(number, unknown):
    taken = ngettext("%(n)s text was taken.", "%(n)s texts were taken.", number) % {"n": number}
    if not unknown:
        return taken
    left = ngettext(
        "%(n)s was not: it does not match today’s English.",
        "%(n)s were not: they do not match today’s English.",
        unknown,
    )
    return f"{taken} {left % {'n': unknown}}"


@never_cache
@require_POST
def withdraw(request, kind, pk, code):
    """Show people the English again. The texts are kept for the editors."""
    subject, name = subject_or_404(request, kind, pk), language_or_404(code)
    subject.withdraw(code)
    log(subject.owner, "wagtail.edit", user=request.user)
    messages.success(request, _("People who read %(language)s see the English again.") % {"language": name})
    return redirect(f"{kind}_texts", pk=pk, code=code)
