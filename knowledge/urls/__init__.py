"""Addresses of knowledge: writing, files, reading."""

from knowledge.urls import files, reading, writing

app_name = "knowledge"

urlpatterns = [*writing.urlpatterns, *files.urlpatterns, *reading.urlpatterns]
