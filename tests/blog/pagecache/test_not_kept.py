"""A page that says something no change of a reader's table tells of is made anew each time."""

from accounts.models import Membership, Role


def test_what_is_said_of_an_author_ends_with_their_place_in_the_team(reader, blog, make_post, make_member):
    author = make_member(blog, Role.AUTHOR, bio="I sail.")
    make_post(blog, author=author)
    assert b"I sail." in reader.get(f"/author/{author.pk}/").body
    assert b"I sail." in reader.get(f"/author/{author.pk}/").body
    Membership.objects.filter(user=author).update(role=Role.MEMBER)
    assert b"I sail." not in reader.get(f"/author/{author.pk}/").body
