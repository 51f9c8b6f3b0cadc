"""Pages of the form editor beside Wagtail's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.questionnaires.counts import WEEKS, first_figures_on

from .checklist import advice_on, entries_of
from .files import ImportForm, file_of
from .giving_up import figures_of
from .models import Form


def form_or_404(request, pk):
    """Return the latest draft of a form that this person may change."""
    if not request.user.has_perm("cms.change_form"):
        raise Http404
    return get_object_or_404(Form, pk=pk).get_latest_revision_as_object()


@never_cache
@require_safe
def checklist(request, pk):
    """Show what keeps the saved draft from being published."""
    form = form_or_404(request, pk)
    lists = {"entries": entries_of(form), "advice": advice_on(form)}
    return render(request, "cms/editor/checklist.html", {"form": form, **lists})


@never_cache
@require_safe
def giving_up(request, pk):
    """Show at which steps people leave a form, or from when on that can be seen."""
    form = form_or_404(request, pk)
    published = form.first_published_at
    begins = first_figures_on(published) if published else None
    figures = figures_of(form) if begins and begins <= timezone.localdate() else None
    context = {"form": form, "weeks": WEEKS, "begins": begins, "figures": figures}
    return render(request, "cms/editor/giving_up.html", context)


@never_cache
@require_safe
def export_form(request, pk):
    """Send the latest draft of a form as a file."""
    form = form_or_404(request, pk)
    response = HttpResponse(file_of(form), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{form.slug}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_form(request):
    """Make a draft from a file."""
    if not request.user.has_perm("cms.add_form"):
        raise Http404
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (made := form.create(by=request.user)):
        messages.success(request, _("“%(form)s” is imported as a draft.") % {"form": made.title})
        return redirect(f"/editor/forms/edit/{made.pk}/")
    return render(request, "cms/editor/import_form.html", {"form": form})
