from django.urls import path

from knowledge.views import files

urlpatterns = [
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("<int:pk>/files/", files.upload, name="upload"),
]
