"""The page where one joins, or asks to."""

from django.utils import timezone

from accounts.joining import join_or_apply
from accounts.models import Letter, Membership, Role, State
from blog.models import Joining

# --- The page -----------------------------------------------------------------------------------------------------


def test_the_join_page_says_how_people_join_and_the_button_does_it(blog, make_user, sign_in):
    client = sign_in(make_user())
    page = client.get("/accounts/join/").content.decode()
    assert "becomes a member at once" in page
    assert "<textarea" not in page
    assert not Membership.objects.exists()
    assert client.post("/accounts/join/").status_code == 302
    assert Membership.objects.get().state == State.MEMBER


def test_where_the_team_decides_a_note_goes_with_the_request(make_blog, make_user, sign_in):
    make_blog(joining=Joining.APPROVAL)
    client = sign_in(make_user())
    assert "<textarea" in client.get("/accounts/join/").content.decode()
    answer = client.post("/accounts/join/", {"note": "I write letters."}, follow=True)
    assert "get a mail" in answer.content.decode()
    assert Membership.objects.get().note == "I write letters."
    assert Membership.objects.get().state == State.APPLICANT


def test_a_note_that_is_too_long_comes_back_with_the_limit(make_blog, make_user, sign_in):
    make_blog(joining=Joining.APPROVAL)
    client = sign_in(make_user())
    answer = client.post("/accounts/join/", {"note": "word " * 201, "next": "/comments/on/7/"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "word word" in page
    assert "1000" in page
    assert 'value="/comments/on/7/"' in page
    assert not Membership.objects.exists()
    assert client.post("/accounts/join/", {"note": "line\r\n" * 200}).status_code == 302


def test_who_may_not_join_is_told_why_and_has_no_button(make_blog, make_user, make_member, sign_in):
    blog = make_blog(joining=Joining.CLOSED)
    for user, word in (
        (make_user(), "no new members"),
        (make_user(confirmed=False), "Confirm your"),
        (make_member(blog, state="banned"), "banned"),
        (make_member(blog, state="suspended"), "suspended"),
        (make_member(blog), "a member of this blog already"),
    ):
        client = sign_in(user)
        before = list(Membership.objects.values())
        page = client.get("/accounts/join/")
        assert page.status_code == 200
        assert word in page.content.decode()
        assert '<button class="button" type="submit">' not in page.content.decode()
        answer = client.post("/accounts/join/")
        assert answer.status_code == 403
        assert word in answer.content.decode()
        assert list(Membership.objects.values()) == before


def test_an_invitation_is_accepted_in_a_closed_blog_too(make_blog, make_member, sign_in):
    user = make_member(make_blog(joining=Joining.CLOSED), Role.AUTHOR, state="invited")
    client = sign_in(user)
    assert "Accept the invitation" in client.get("/accounts/join/").content.decode()
    client.post("/accounts/join/")
    assert (user.memberships.get().state, user.memberships.get().role) == (State.MEMBER, Role.AUTHOR)


def test_asking_again_and_again_has_to_wait(make_blog, make_user, sign_in):
    make_blog(joining=Joining.CLOSED)
    client = sign_in(make_user())
    for _try in range(5):
        assert client.post("/accounts/join/").status_code == 403
    answer = client.post("/accounts/join/", {"note": "Still me"})
    assert answer.status_code == 429
    assert "wait" in answer.content.decode()


def test_joining_one_blog_is_joining_no_other(make_blog, make_user, sign_in):
    make_blog(hostname="one.example.org")
    two = make_blog(hostname="two.example.org")
    client = sign_in(make_user())
    client.post("/accounts/join/", headers={"host": "two.example.org"})
    assert Membership.objects.get().blog == two


def test_those_who_decide_are_told_of_who_asks_to_join(make_blog, make_member, make_user):
    blog = make_blog(joining="approval")
    deciding = {make_member(blog, role).pk for role in ("moderator", "owner")}
    make_member(blog, "author")
    join_or_apply(blog=blog, user=make_user("Anna Asks"), note="I read you daily.", now=timezone.now())
    assert set(Letter.objects.values_list("user", flat=True)) == deciding
    assert "I read you daily." in Letter.objects.first().body
