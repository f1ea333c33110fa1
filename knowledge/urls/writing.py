"""Addresses for writing."""

from django.urls import path

from knowledge.views.autosave import autosave
from knowledge.views.delete import delete, discard
from knowledge.views.edit import edit
from knowledge.views.new import new
from knowledge.views.preview import preview
from knowledge.views.restore import restore
from knowledge.views.retire import retire
from knowledge.views.submit import submit, withdraw
from knowledge.views.suggest import (
    accept,
    decline,
    suggest,
    suggestion,
    suggestions,
)
from knowledge.views.suggest import withdraw as withdraw_suggestion
from knowledge.views.tags import tags

urlpatterns = [
    path("new/", new, name="new"),
    path("preview/", preview, name="preview"),
    path("tags/suggest/", tags, name="suggest_tags"),
    path("<int:pk>/edit/", edit, name="edit"),
    path("<int:pk>/autosave/", autosave, name="autosave"),
    path("<int:pk>/discard/", discard, name="discard"),
    path("<int:pk>/delete/", delete, name="delete"),
    path("<int:pk>/submit/", submit, name="submit"),
    path("<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("<int:pk>/retire/", retire, name="retire"),
    path("<int:pk>/history/<int:number>/restore/", restore, name="restore"),
    path("<int:pk>/suggest/", suggest, name="suggest"),
    path("suggestions/", suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", suggestion, name="suggestion"),
    path("suggestions/<int:pk>/accept/", accept, name="suggestion_accept"),
    path("suggestions/<int:pk>/decline/", decline, name="suggestion_decline"),
    path("suggestions/<int:pk>/withdraw/", withdraw_suggestion, name="suggestion_withdraw"),
]
