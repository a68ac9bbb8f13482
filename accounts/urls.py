"""The pages about oneself, then allauth's."""

from django.urls import include, path

from accounts.views import deletion, invitation, invitations, links, mail, membership, profile, viewing_as
from accounts.views.entrance import SignUp

urlpatterns = [
    path("", profile.profile, name="accounts_profile"),
    path("standing/", profile.standing, name="accounts_standing"),
    path("standing/<int:pk>/acknowledge/", profile.acknowledge_warning, name="accounts_acknowledge"),
    path("name/", profile.name, name="accounts_name"),
    path("about/", profile.about, name="accounts_about"),
    path("export/", profile.export, name="accounts_export"),
    path("join/", membership.join, name="accounts_join"),
    path("leave/", membership.leave, name="accounts_leave"),
    path("invitations/", invitations.invitations, name="accounts_invitations"),
    path("invitations/<int:pk>/", invitations.change, name="accounts_invitation_change"),
    path("invitations/list/", invitations.import_list, name="accounts_invitations_list"),
    path("invitations/tree/", invitations.tree, name="accounts_invitations_tree"),
    path("invitation/<str:secret>/", invitation.invitation, name="accounts_invitation"),
    path("mail/", mail.choose, name="accounts_mail"),
    path("mail/stop/<str:token>/", mail.refuse_mail, name="accounts_refuse"),
    path("view-as/", viewing_as.view_as, name="accounts_view_as"),
    path("delete/", deletion.delete, name="accounts_delete"),
    path("owner/<str:token>/", links.owner_link, name="accounts_owner_link"),
    path("signup/", SignUp.as_view(), name="account_signup"),
    path("", include("allauth.urls")),
]
