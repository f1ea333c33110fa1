"""Addresses of notices."""

from django.urls import path

from notifications.views.following import following
from notifications.views.inbox import inbox, mute, open_notice, read
from notifications.views.leaving import mute_by_mail, stop
from notifications.views.preferences import preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox, name="inbox"),
    path("read/", read, name="read"),
    path("mute/", mute, name="mute"),
    path("following/", following, name="following"),
    path("preferences/", preferences, name="preferences"),
    path("stop/<str:token>/", stop, name="stop"),
    path("mute/<str:token>/", mute_by_mail, name="mute_by_mail"),
    path("<int:pk>/", open_notice, name="open"),
]
