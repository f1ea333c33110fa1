"""Addresses of search."""

from django.urls import path

from search.views.results import results

app_name = "search"

urlpatterns = [
    path("", results, name="results"),
]
