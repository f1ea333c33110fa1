"""Addresses of search."""

from django.urls import path

from search.views.clicked import clicked
from search.views.log import log
from search.views.results import results
from search.views.suggestions import suggestions

app_name = "search"

urlpatterns = [
    path("", results, name="results"),
    path("suggest/", suggestions, name="suggest"),
    path("log/", log, name="log"),
    path("clicked/", clicked, name="clicked"),
]
