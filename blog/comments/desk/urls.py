"""The desk's addresses, below /comments/ and in its namespace."""

from django.urls import path

from blog.comments.desk import answering, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/<int:pk>/", views.item, name="item"),
    path("desk/applications/<int:pk>/", answering.application, name="application"),
    path("<int:pk>/rulings/", views.rulings, name="rulings"),
]
