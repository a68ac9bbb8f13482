from django.urls import include, path

from blog.comments.views.appeal import against_ruling, against_sanction
from blog.comments.views.comment import comment
from blog.comments.views.edit import edit
from blog.comments.views.edit_back import edit_back
from blog.comments.views.form import form
from blog.comments.views.policy import policy
from blog.comments.views.withdraw import withdraw

app_name = "comments"
urlpatterns = [
    path("on/<int:post>/", form, name="form"),
    path("<int:pk>/", comment, name="comment"),
    path("<int:pk>/edit/", edit, name="edit"),
    path("<int:pk>/edit/back/", edit_back, name="edit_back"),
    path("rulings/<int:pk>/appeal/", against_ruling, name="appeal_ruling"),
    path("sanctions/<int:pk>/appeal/", against_sanction, name="appeal_sanction"),
    path("<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("policy/", policy, name="policy"),
    path("", include("blog.comments.desk.urls")),
]
