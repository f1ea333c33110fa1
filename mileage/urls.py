from django.urls import URLPattern

app_name = "mileage"

urlpatterns: list[URLPattern] = []
