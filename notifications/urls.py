"""Addresses of notices."""

from django.urls import path

from notifications.views.inbox import inbox, open_notice, preferences, read_all

app_name = "notifications"

urlpatterns = [
    path("", inbox, name="inbox"),
    path("read/", read_all, name="read_all"),
    path("preferences/", preferences, name="preferences"),
    path("<int:pk>/", open_notice, name="open"),
]
