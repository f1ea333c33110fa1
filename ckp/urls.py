"""The portal's addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from ckp.health import healthz
from ckp.views.home import home
from ckp.views.sign_in import SignIn

urlpatterns = [
    path("", home, name="home"),
    path("knowledge/", include("knowledge.urls")),
    path("evaluation/", include("evaluation.urls")),
    path("mileage/", include("mileage.urls")),
    path("reports/", include("reports.urls")),
    path("search/", include("search.urls")),
    path("notifications/", include("notifications.urls")),
    path("officers/", include("accounts.urls")),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]

if settings.MEASURING:
    urlpatterns.append(path("bench/", include("ckp.bench.floor")))

handler500 = "ckp.views.errors.server_error"
