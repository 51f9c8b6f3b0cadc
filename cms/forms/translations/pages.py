"""The editor's pages of a form in other languages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from body.languages import direction
from cms.forms.pages import form_or_404

from .models import FormText
from .po import ImportTextsForm, po_of
from .publishing import publish_form_texts
from .rows import languages, progress_of, rows_of
from .services import Typed, save_texts

LONGEST_NAME = 150


def language_or_404(code):
    """Return the English name of a language that forms are translated into."""
    names = dict(languages())
    if code not in names:
        raise Http404
    return names[code]


def rows_in(form, code):
    return rows_of(form.definition(), FormText.objects.filter(form_id=form.pk, language=code))


@never_cache
@require_safe
def overview(request, pk):
    """Show how far a form is in each language."""
    form = form_or_404(request, pk)
    context = {"form": form, "progress": progress_of(form.definition(), FormText.objects.filter(form_id=pk))}
    return render(request, "cms/editor/form_languages.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request, pk, code):
    """Show the English and the texts of one language side by side, and save or publish what was typed."""
    form, name = form_or_404(request, pk), language_or_404(code)
    if request.method != "POST":
        return _texts_page(request, form, code, name)
    typed = _typed(request.POST, form)
    reader = request.POST.get("reader", "").strip()[:LONGEST_NAME]
    if any(each.read for each in typed.values()) and not reader:
        return _texts_page(request, form, code, name, typed=typed, asks_reader=True)
    conflicts = save_texts(form=form, language=code, typed=typed, reader=reader)
    log(form, "wagtail.edit", user=request.user)
    if conflicts:
        kept = {key: typed[key] for key in conflicts}
        return _texts_page(request, form, code, name, typed=kept, conflicts=set(conflicts))
    messages.success(request, _done(form, name, publish="publish" in request.POST))
    return redirect("form_texts", pk=pk, code=code)


def _done(form, name, *, publish):
    """Publish if that was asked for. Return what happened, as a sentence."""
    if not publish:
        return _("Saved. People see the texts in %(language)s once you publish them.") % {"language": name}
    if publish_form_texts(form):
        return _("Published. People who read %(language)s see these texts from now on.") % {"language": name}
    return _("Saved. The form itself is not published yet; its texts are published along with it.")


def _typed(posted, form):
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


def _texts_page(request, form, code, name, *, typed=None, conflicts=frozenset(), asks_reader=False):
    """Show the page, with what was typed where it could not be stored."""
    typed = typed or {}
    lines = [
        {
            "row": row,
            "value": typed[row.text.key].text if row.text.key in typed else row.translation,
            "ticked": row.text.key in typed and (typed[row.text.key].read or typed[row.text.key].kept),
            "conflict": row.text.key in conflicts,
        }
        for row in rows_in(form, code)
    ]
    context = {
        "form": form,
        "code": code,
        "language": name,
        "direction": direction(code),
        "lines": lines,
        "left": sum(not line["row"].is_shown for line in lines),
        "conflicts": conflicts,
        "asks_reader": asks_reader,
        "import_form": ImportTextsForm(language=code),
    }
    refused = bool(conflicts or asks_reader)
    return render(request, "cms/editor/form_texts.html", context, status=422 if refused else 200)


@never_cache
@require_safe
def export_texts(request, pk, code):
    """Send the texts of one language as a PO file."""
    form, _name = form_or_404(request, pk), language_or_404(code)
    response = HttpResponse(
        po_of(rows_in(form, code), language=code), content_type="text/x-gettext-translation"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{form.slug}.{code}.po"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_texts(request, pk, code):
    """Take the texts of one language from a PO file."""
    form, name = form_or_404(request, pk), language_or_404(code)
    import_form = ImportTextsForm(request.POST or None, request.FILES or None, language=code)
    if import_form.is_valid():
        typed, unknown = import_form.typed(rows_in(form, code))
        save_texts(form=form, language=code, typed=typed)
        log(form, "wagtail.edit", user=request.user)
        messages.success(request, _taken(len(typed), unknown))
        return redirect("form_texts", pk=pk, code=code)
    context = {"form": form, "code": code, "language": name, "import_form": import_form}
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
