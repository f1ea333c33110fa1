"""Addresses of officers."""

from django.urls import path

from accounts.views.profile import profile
from accounts.views.suggest import suggest

app_name = "accounts"

urlpatterns = [
    path("me/", profile, name="profile"),
    path("suggest/", suggest, name="suggest"),
]
