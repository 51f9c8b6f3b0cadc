"""The pages on which an editor tries a form that is not published. Nothing is stored and nothing is sent."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.questionnaires.models import Version
from casework.questionnaires.trials import find_trial, keep_trial_answers

from .outcome import outcome_of
from .runner import Trial, TryForm
from .samples import answers_until

SLUG = "try"


def _trial_or_404(request, token):
    found = find_trial(token=token, by=request.user)
    if found is None:
        raise Http404
    request.in_frame = True  # these pages, and no refusal, may stand in a frame of the editor
    version = Version(slug=SLUG, number=1, definition=found["definition"])
    return Trial(version=version, answers=found["answers"], token=token)


@never_cache
@require_safe
def start(request, token):
    """Go to the step named in the query string, with made-up answers before it, or to the first step."""
    trial = _trial_or_404(request, token)
    steps = [step["slug"] for step in trial.version.definition["steps"]]
    wanted = request.GET.get("step", "")
    answers = answers_until(trial.version.definition, wanted) if wanted else {}
    keep_trial_answers(token=token, by=request.user, answers=answers)
    return redirect("try_form_step", token=token, step=wanted or steps[0])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, token, step):
    """Show or check one step, as people will see it."""
    trial = _trial_or_404(request, token)
    return TryForm.of(trial, version=trial.version)(request, slug=SLUG, step=step)


@never_cache
@require_safe
def done(request, token):
    """Say that the form would be sent or saved here, and what case these answers make."""
    trial = _trial_or_404(request, token)
    return render(request, "portal/try_form/done.html", {"token": trial.token, "outcome": outcome_of(trial)})
