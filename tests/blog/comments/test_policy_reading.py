"""Who may read a post whole: a row for each kind of person, a column for each kind of readers."""

from datetime import UTC, datetime

import pytest

from blog.comments.policy import (
    Facts,
    Rules,
    may_read,
)

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
YES = ""


READING = {
    #                             everyone members               team
    ("visitor", "", False):         (YES, "read_members_only", "read_team_only"),
    ("unconfirmed", "", False):     (YES, "read_unconfirmed", "read_team_only"),
    ("signed_in", "", True):        (YES, "read_not_a_member", "read_team_only"),
    ("invited", "", True):          (YES, "read_invited", "read_team_only"),
    ("applicant", "", True):        (YES, "read_application_waits", "read_team_only"),
    ("declined", "", True):         (YES, "read_declined", "read_team_only"),
    ("left", "", True):             (YES, "read_not_a_member", "read_team_only"),
    ("member", "member", True):     (YES, YES, "read_team_only"),
    ("member", "author", True):     (YES, YES, YES),
    ("member", "moderator", True):  (YES, YES, YES),
    ("member", "owner", True):      (YES, YES, YES),
    ("member", "owner", False):     (YES, "read_unconfirmed", "read_team_only"),
    ("suspended", "", True):        (YES, YES, "read_team_only"),
    ("banned", "", True):           (YES, "read_banned", "read_team_only"),
    ("nonsense", "", True):         (YES, "read_members_only", "read_team_only"),
}  # fmt: skip


@pytest.mark.parametrize("person", READING, ids=lambda person: " ".join(str(part) for part in person))
def test_who_may_read(person):
    standing, role, confirmed = person
    facts = Facts(NOW, standing, role, confirmed, is_member=standing in ("member", "suspended"))
    for readers, reason in zip(("everyone", "members", "team"), READING[person], strict=True):
        told = may_read(Rules(readers=readers), facts)
        assert told.reasons == ((reason,) if reason else ()), readers
        assert told.admits == (not reason), readers
    assert may_read(Rules(readers="nonsense"), facts) == may_read(Rules(readers="team"), facts)


def test_a_suspension_makes_nobody_a_reader_who_was_no_member():
    stranger = Facts(NOW, "suspended", confirmed=True)
    assert may_read(Rules(readers="members"), stranger).reasons == ("read_not_a_member",)
