from knowledge.urls import files

app_name = "knowledge"

urlpatterns = [*files.urlpatterns]
