from django.urls import path

from mileage.views.download import download
from mileage.views.mine import mine

app_name = "mileage"

urlpatterns = [
    path("", mine, name="mine"),
    path("download/", download, name="download"),
]
