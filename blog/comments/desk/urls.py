"""The desk's addresses, below /comments/ and in its namespace."""

from django.urls import path

from blog.comments.desk import answering, asked, bulk, log, looking, mailed, person, removing, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/<int:pk>/", views.item, name="item"),
    path("desk/bulk/", bulk.bulk, name="bulk"),
    path("desk/undo/", bulk.take_back, name="undo"),
    path("desk/mailed/<str:token>/", mailed.mailed, name="mailed"),
    path("desk/<int:pk>/looking/", looking.looking, name="looking"),
    path("desk/applications/<int:pk>/", answering.application, name="application"),
    path("desk/changes/<int:pk>/", asked.edit, name="rule_edit"),
    path("desk/reports/<int:pk>/", asked.reports, name="decide_reports"),
    path("desk/appeals/<int:pk>/", asked.appeal, name="decide_appeal"),
    path("desk/log/", log.log, name="log"),
    path("desk/log/<str:kind>/", log.export, name="log_export"),
    path("desk/people/<int:pk>/", person.person, name="person"),
    path("desk/people/<int:pk>/comments/", removing.removal, name="removal"),
    path("desk/removals/<int:pk>/undo/", removing.restoring, name="restoring"),
    path("desk/sanctions/<int:pk>/end/", person.end_sanction, name="end_sanction"),
    path("<int:pk>/rulings/", views.rulings, name="rulings"),
]
