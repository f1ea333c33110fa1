"""Addresses for reading."""

from django.urls import path

from knowledge.views.comments import add, edit, remove
from knowledge.views.follow import follow_target
from knowledge.views.history import compare, history, revision
from knowledge.views.item import item
from knowledge.views.lists import bookmarks, index, mine, officer
from knowledge.views.marks import bookmark, react, watch

urlpatterns = [
    path("", index, name="list"),
    path("c/<slug:slug>/", index, name="category"),
    path("mine/", mine, name="mine"),
    path("bookmarks/", bookmarks, name="bookmarks"),
    path("officers/<int:pk>/", officer, name="officer"),
    path("follow/", follow_target, name="follow"),
    path("<int:pk>/", item, name="item"),
    path("<int:pk>/history/", history, name="history"),
    path("<int:pk>/history/<int:number>/", revision, name="revision"),
    path("<int:pk>/compare/", compare, name="compare"),
    path("<int:pk>/comments/", add, name="comment"),
    path("comments/<int:pk>/edit/", edit, name="comment_edit"),
    path("comments/<int:pk>/remove/", remove, name="comment_remove"),
    path("<int:pk>/react/", react, name="react"),
    path("<int:pk>/bookmark/", bookmark, name="bookmark"),
    path("<int:pk>/watch/", watch, name="watch"),
]
