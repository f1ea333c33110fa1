"""Addresses of the inferior knowledge reporting centre."""

from django.urls import path

from reports.views.desk import desk, desk_report
from reports.views.home import home
from reports.views.mine import mine, my_report, report
from reports.views.new import new
from reports.views.repairs import repair, repairs

app_name = "reports"

urlpatterns = [
    path("", home, name="home"),
    path("items/<int:pk>/", new, name="new"),
    path("mine/", mine, name="mine"),
    path("mine/<int:pk>/", my_report, name="my_report"),
    path("desk/", desk, name="desk"),
    path("desk/<int:pk>/", desk_report, name="desk_report"),
    path("repairs/", repairs, name="repairs"),
    path("repairs/<int:pk>/", repair, name="repair"),
    path("<int:pk>/", report, name="report"),
]
