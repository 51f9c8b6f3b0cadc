"""Which Members a person has. The postcode is posted; every address names the borough at most."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from casework.offices.seats import draw_order, seats_for
from casework.places.models import Borough
from casework.places.services import OutsideArea

from .forms import PostcodeForm

no_store = cache_control(no_store=True, private=True)


# Asking changes nothing and tells an attacker nothing, so the form needs no token: the home page, which has the
# same form, stays free of cookies and can be cached.
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
    context = {"borough": borough, "seats": seats, "drawn": draw_order(seats.for_everyone), **place()}
    return render(request, "portal/find_members/members.html", context)


@require_safe
@no_store
def no_address(request):
    context = {"drawn": draw_order(seats_for(None).for_everyone), **place()}
    return render(request, "portal/find_members/no_address.html", context)


@require_safe
def choose_borough(request):
    return render(request, "portal/find_members/borough.html", {"boroughs": Borough.objects.all(), **place()})


@require_safe
def outside(request):
    return render(request, "portal/find_members/outside.html", place())


@require_safe
def order(request):
    return render(request, "portal/find_members/order.html", place())


def place():
    """What this body calls the whole place and its seats."""
    return {"place": settings.PLACE_NAME, "whole_seat": settings.WHOLE_PLACE_SEAT}
