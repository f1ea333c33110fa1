from django.urls import path

from knowledge.views import file_text, files

urlpatterns = [
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/text/", file_text.attachment_text, name="attachment_text"),
    path("<int:pk>/files/", files.upload, name="upload"),
]
