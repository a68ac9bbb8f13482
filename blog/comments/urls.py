from django.urls import include, path

from blog.comments.views.acts import acts
from blog.comments.views.appeal import against_ruling, against_sanction
from blog.comments.views.comment import comment
from blog.comments.views.dry_run import words
from blog.comments.views.edit import edit
from blog.comments.views.edit_back import edit_back
from blog.comments.views.explain import explanation, who
from blog.comments.views.following import following, muted
from blog.comments.views.form import form
from blog.comments.views.guest import guest
from blog.comments.views.log import published
from blog.comments.views.mine import mine, resubmit
from blog.comments.views.policy import changes, policy
from blog.comments.views.rejudge import anew
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
    path("guest/<str:token>/", guest, name="guest"),
    path("on/<int:post>/who/", who, name="who"),
    path("desk/explain/", explanation, name="explain"),
    path("desk/rejudge/", anew, name="rejudge"),
    path("desk/words/", words, name="words"),
    path("<int:pk>/acts/", acts, name="acts"),
    path("<int:pk>/again/", resubmit, name="resubmit"),
    path("mine/", mine, name="mine"),
    path("mine/following/", following, name="following"),
    path("muted/", muted, name="muted"),
    path("log/", published, name="published_log"),
    path("policy/", policy, name="policy"),
    path("policy/changes/", changes, name="policy_changes"),
    path("", include("blog.comments.desk.urls")),
]
