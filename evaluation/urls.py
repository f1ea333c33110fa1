"""Addresses of checking and judging."""

from django.urls import path

from evaluation.views.alerts import alert, alert_dismiss, alert_seen, alerts
from evaluation.views.assignment import assignment, autosave
from evaluation.views.check import check
from evaluation.views.desk import desk, home
from evaluation.views.gold import gold, gold_new, gold_withdraw, golds
from evaluation.views.mine import appeal, mine, useful
from evaluation.views.overview import draw_again, pool, rounds, workload_page
from evaluation.views.queue import queue
from evaluation.views.rounds import annul, provisional, round_page
from evaluation.views.sheets import sheet, sheet_of, sheets
from evaluation.views.training import training, training_item, training_start, training_try

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
    path("training/", training, name="training"),
    path("training/start/", training_start, name="training_start"),
    path("training/items/<int:pk>/", training_item, name="training_item"),
    path("training/tries/<int:pk>/", training_try, name="training_try"),
    path("gold/", golds, name="golds"),
    path("gold/new/<int:item_id>/", gold_new, name="gold_new"),
    path("gold/<int:pk>/", gold, name="gold"),
    path("gold/<int:pk>/withdraw/", gold_withdraw, name="gold_withdraw"),
    path("sheet/", sheet, name="sheet"),
    path("sheets/", sheets, name="sheets"),
    path("sheets/<int:pk>/", sheet_of, name="sheet_of"),
    path("alerts/", alerts, name="alerts"),
    path("alerts/<int:pk>/", alert, name="alert"),
    path("alerts/<int:pk>/seen/", alert_seen, name="alert_seen"),
    path("alerts/<int:pk>/dismiss/", alert_dismiss, name="alert_dismiss"),
    path("assignments/<int:pk>/autosave/", autosave, name="autosave"),
]
