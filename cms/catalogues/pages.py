"""The editor's pages on which native readers read, correct and sign the texts of the service in their language."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from body.languages import direction
from cms.translations.po import ImportTextsForm
from cms.translations.rows import languages

from .filter import TextFilter
from .lines import line_of
from .models import CatalogueText
from .po import imported, po_of
from .posted import reader_named, typed_texts
from .rows import gone, progress_of, rows_of
from .services import delete_gone, save_catalogue_texts
from .shipped import path_of

PAGE_SIZE = 20
FAULTS_SHOWN = 10


def language_or_404(request, code):
    """Return the English name of a language with a catalogue, if this person may correct it."""
    if not request.user.has_perm("cms.change_cataloguetext"):
        raise Http404
    names = dict(languages())
    if code not in names or not path_of(code).exists():
        raise Http404
    return names[code]


@never_cache
@require_safe
def overview(request):
    """Show how far native readers are in each language."""
    if not request.user.has_perm("cms.change_cataloguetext"):
        raise Http404
    stored = list(CatalogueText.objects.order_by("pk"))
    progress = [
        progress_of(code, name, [each for each in stored if each.language == code])
        for code, name in sorted(languages(), key=lambda each: each[1])
        if path_of(code).exists()
    ]
    return render(request, "cms/editor/catalogues.html", {"progress": progress})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request, code):
    """Show some texts of a language beside the English, and save what was typed or signed."""
    name = language_or_404(request, code)
    rows = rows_of(code)
    if request.method != "POST":
        return _list(request, code, name, rows)
    typed = typed_texts(request.POST, rows)
    if not reader_named(request.POST.get("reader", "")) and any(each.reader for each in typed.values()):
        lines = [line_of(row, code, typed[row.entry.key]) for row in rows if row.entry.key in typed]
        return _refused(request, code, name, lines, asks_reader=True)
    saved = save_catalogue_texts(language=code, typed=typed, by=request.user)
    if not saved.left:
        messages.success(request, _saved(len(saved.changed)))
        return redirect(request.get_full_path())
    lines = [
        line_of(
            row,
            code,
            typed[row.entry.key],
            faults=saved.faults.get(row.entry.key),
            conflict=row.entry.key in saved.conflicts,
        )
        for row in rows_of(code)
        if row.entry.key in saved.left
    ]
    return _refused(request, code, name, lines, saved=_saved(len(saved.changed)) if saved.changed else "")


def _saved(number):
    if not number:
        return _("Nothing was changed.")
    said = ngettext("%(n)s text was saved.", "%(n)s texts were saved.", number) % {"n": number}
    return f"{said} {_('People see it within a few seconds.')}"


def _list(request, code, name, rows):
    """Show one page of the texts that the filter finds."""
    text_filter = TextFilter(request.GET)
    page = Paginator(text_filter.apply(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filter": text_filter, "page": page, "lines": [line_of(row, code) for row in page]}
    return render(request, "cms/editor/catalogue_texts.html", _context(code, name, rows) | context)


def _refused(request, code, name, lines, **more):
    """Show what was not saved, with what was typed."""
    context = _context(code, name, rows_of(code)) | {"lines": lines, "is_refused": True} | more
    context["reader"] = request.POST.get("reader", "")
    return render(request, "cms/editor/catalogue_texts.html", context, status=422)


def _context(code, name, rows):
    stored = [row.stored for row in rows if row.stored]
    return {
        "code": code,
        "language": name,
        "direction": direction(code),
        "progress": progress_of(code, name, stored),
        "gone": gone(code),
    }


@never_cache
@require_safe
def export_catalogue(request, code):
    """Send the catalogue as a PO file."""
    language_or_404(request, code)
    response = HttpResponse(po_of(code), content_type="text/x-gettext-translation")
    response.headers["Content-Disposition"] = f'attachment; filename="service.{code}.po"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_catalogue(request, code):
    """Take corrections and signatures from a PO file."""
    name = language_or_404(request, code)
    import_form = ImportTextsForm(request.POST or None, request.FILES or None, language=code)
    if import_form.is_valid():
        found = imported(import_form.cleaned_data["file"], language=code)
        saved = save_catalogue_texts(language=code, typed=found.typed, by=request.user)
        for said in _not_taken(found, saved, code):
            messages.warning(request, said)
        messages.success(request, _saved(len(saved.changed)))
        return redirect("catalogue_texts", code=code)
    context = {"code": code, "language": name, "import_form": import_form}
    return render(
        request, "cms/editor/import_catalogue.html", context, status=422 if import_form.errors else 200
    )


def _not_taken(found, saved, code):
    """Yield a sentence for each reason why texts of a file were left out, and the first broken ones."""
    if number := found.unknown:
        yield ngettext(
            "%(n)s text of the file was left out: the service does not have its English.",
            "%(n)s texts of the file were left out: the service does not have their English.",
            number,
        ) % {"n": number}
    if number := len(saved.conflicts):
        yield ngettext(
            "%(n)s text was left out: someone changed it here after the file was exported.",
            "%(n)s texts were left out: someone changed them here after the file was exported.",
            number,
        ) % {"n": number}
    rows = {row.entry.key: row for row in rows_of(code)} if saved.faults else {}
    for key, faults in list(saved.faults.items())[:FAULTS_SHOWN]:
        words = {"text": rows[key].entry.english[0], "fault": next(each[0] for each in faults if each)}
        yield _("Not taken: “%(text)s”: %(fault)s.") % words
    if (more := len(saved.faults) - FAULTS_SHOWN) > 0:
        yield ngettext("%(n)s more text has such a fault.", "%(n)s more texts have such faults.", more) % {
            "n": more
        }


@never_cache
@require_http_methods(["POST"])
def delete_unused(request, code):
    """Delete the corrections whose English the service no longer has."""
    language_or_404(request, code)
    number = delete_gone(language=code, by=request.user)
    messages.success(
        request, ngettext("%(n)s text was deleted.", "%(n)s texts were deleted.", number) % {"n": number}
    )
    return redirect("catalogue_texts", code=code)
