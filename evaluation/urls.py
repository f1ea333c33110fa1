"""Addresses of checking and judging."""

from django.urls import path

from evaluation.views.assignment import assignment, autosave
from evaluation.views.check import check
from evaluation.views.desk import desk, home
from evaluation.views.mine import appeal, mine, useful
from evaluation.views.overview import draw_again, pool, rounds, workload_page
from evaluation.views.queue import queue
from evaluation.views.rounds import annul, provisional, round_page

app_name = "evaluation"

urlpatterns = [
    path("", home, name="home"),
    path("mine/", mine, name="mine"),
    path("queue/", queue, name="queue"),
    path("check/<int:pk>/", check, name="check"),
    path("rounds/", rounds, name="rounds"),
    path("rounds/<int:pk>/", round_page, name="round"),
    path("rounds/<int:pk>/provisional/", provisional, name="provisional"),
    path("rounds/<int:pk>/pool/", pool, name="pool"),
    path("rounds/<int:pk>/draw/", draw_again, name="draw_again"),
    path("workload/", workload_page, name="workload"),
    path("rounds/<int:pk>/appeal/", appeal, name="appeal"),
    path("rounds/<int:pk>/annul/", annul, name="annul"),
    path("rounds/<int:pk>/comments/<int:evaluation>/", useful, name="useful"),
    path("desk/", desk, name="desk"),
    path("assignments/<int:pk>/", assignment, name="assignment"),
    path("assignments/<int:pk>/autosave/", autosave, name="autosave"),
]
