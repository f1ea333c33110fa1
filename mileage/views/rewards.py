"""Rewards: what an officer's points are good for, and what has been asked for."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Officer
from knowledge.services.errors import Refused
from mileage import catalogue
from mileage.approvers import decides_at_all
from mileage.catalogue import Offer
from mileage.services.decide_redemption import cancel_redemption
from mileage.services.redeem import redeem

PAGE_SIZE = 20


class RedeemForm(forms.Form):
    """What the page of a reward sends: which form it was, and the price that it showed."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    points = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@login_required
@require_safe
def rewards(request: HttpRequest) -> HttpResponse:
    """The catalogue, and the officer's own requests."""
    officer = _officer(request)
    balance = catalogue.usable(catalogue.purses_of(officer))
    page = Paginator(catalogue.redemptions_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "mileage/rewards.html",
        {
            "balance": balance,
            "offers": catalogue.offers(balance),
            "page": page,
            "redemptions": list(page),
            "decides": decides_at_all(officer),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def reward(request: HttpRequest, pk: int) -> HttpResponse:
    """One reward, from which points it would be paid, and the button that asks for it."""
    officer = _officer(request)
    wanted = catalogue.get_reward(pk)
    problem = ""
    if request.method == "POST":
        form = RedeemForm(request.POST)
        if form.is_valid():
            token: UUID = form.cleaned_data["token"]
            points: int = form.cleaned_data["points"]
            try:
                redeem(reward=wanted, by=officer, points=points, token=token)
            except Refused as refusal:
                problem = str(refusal)
                wanted = catalogue.get_reward(pk)
            else:
                text = _("Asked for, and paid. If it is refused, you get the points back.")
                messages.success(request, text)
                return redirect("mileage:rewards")
        else:
            problem = _("This form was not whole. Try again.")
    purses = catalogue.purses_of(officer)
    return render(
        request,
        "mileage/reward.html",
        {
            "offer": Offer(wanted, catalogue.usable(purses)),
            "purses": catalogue.paying(purses, wanted.points),
            "form": RedeemForm(initial={"token": uuid4(), "points": wanted.points}),
            "problem": problem,
        },
        status=409 if problem else 200,
    )


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    officer = _officer(request)
    try:
        cancel_redemption(redemption=catalogue.get_own_redemption(officer, pk), by=officer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Cancelled. You have the points back."))
    return redirect("mileage:rewards")


def _officer(request: HttpRequest) -> Officer:
    officer = request.user
    assert isinstance(officer, Officer)
    return officer
