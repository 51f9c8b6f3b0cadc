"""Views that show a person's Members. The postcode is posted, so that URLs contain at most the borough."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from body.current import current_body
from casework.offices.seats import draw_order, seats_for
from casework.places.models import Borough
from casework.places.services import OutsideArea

from .forms import PostcodeForm

no_store = cache_control(no_store=True, private=True)


# The search changes no data and reveals nothing to an attacker, so it needs no CSRF token. That lets the home page,
# which has the same form, be cached without cookies.
@csrf_exempt
@never_cache
def find(request):
    form = PostcodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        where = form.cleaned_data["postcode"]
        if isinstance(where, OutsideArea):
            return redirect("portal:find_members_outside")
        return redirect("portal:find_members_in", where.borough.slug)
    return render(request, "portal/find_members/find.html", {"form": form})


@require_safe
@no_store
def members_in(request, borough):
    borough = get_object_or_404(Borough.objects.select_related("area"), slug=borough)
    seats = seats_for(borough.area)
    context = {"borough": borough, "seats": seats, "drawn": draw_order(seats.for_everyone), **place_names()}
    return render(request, "portal/find_members/members.html", context)


@require_safe
@no_store
def no_address(request):
    context = {"drawn": draw_order(seats_for(None).for_everyone), **place_names()}
    return render(request, "portal/find_members/no_address.html", context)


@require_safe
def choose_borough(request):
    return render(
        request, "portal/find_members/borough.html", {"boroughs": Borough.objects.all(), **place_names()}
    )


@require_safe
def outside(request):
    return render(request, "portal/find_members/outside.html", place_names())


@require_safe
def order(request):
    return render(request, "portal/find_members/order.html", place_names())


def place_names():
    """Return the template context with the names of the place and of its seat for everyone."""
    body = current_body()
    return {"place": body.place, "whole_seat": body.whole_seat}
