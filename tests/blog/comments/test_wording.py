"""Every answer has words, and there are no words without an answer."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import resolve
from django.utils import timezone, translation

from blog.comments.cases import PEOPLE, every_case
from blog.comments.policy import AUDIENCES, DOOR, HOLDS, READERS, SENT, Decision, Rules, decide, may_read
from blog.comments.rule_words import AUDIENCE_WORDS, JOINING_WORDS, READER_WORDS, RULE_WORDS
from blog.comments.wording import ACTS, REASONS, STEPS, act_sentence, kept_sentences, note, sentence
from blog.models import Joining


@pytest.fixture(scope="module")
def decisions():
    found = {decide(case.rules, case.facts) for case in every_case()}
    reading = product(READERS, PEOPLE.values(), Joining.values)
    return found | {may_read(Rules(readers=kind), replace(facts, joining=joining)) for kind, facts, joining in reading}


def test_every_reason_has_a_sentence_and_every_sentence_a_reason(decisions):
    assert {reason for decision in decisions for reason in decision.reasons} | {"application", "reported"} == set(
        REASONS
    )


def test_every_next_step_has_a_label_and_every_label_a_step(decisions):
    assert {decision.next_step for decision in decisions} - {""} == set(STEPS)


def test_every_rule_has_words_for_each_reason_it_gives_and_for_no_other():
    given = {rule.__name__: set() for rule in DOOR + SENT + HOLDS}
    for case in every_case():
        for rule in DOOR[:3] + SENT[2:] + HOLDS:  # the others have words for any reason
            if answer := rule(case.rules, case.facts):
                given[rule.__name__] |= set(answer.reasons)
    assert set(RULE_WORDS) == set(given)
    for name, words in RULE_WORDS.items():
        assert set(words) in ({""}, given[name]), name


def test_every_audience_and_every_way_of_joining_has_words():
    assert set(AUDIENCE_WORDS) == set(AUDIENCES)
    assert set(JOINING_WORDS) == set(Joining.values)
    assert set(READER_WORDS) == set(READERS)


def test_a_sentence_is_a_sentence():
    everything = [*REASONS.values(), *(label for label, _route in STEPS.values())]
    for text in everything:
        assert text[0].isupper() and text.endswith(".") and "  " not in text, text


def test_an_unknown_reason_has_no_sentence_but_one_that_was_kept_is_shown_as_it_is():
    with pytest.raises(KeyError):
        sentence("nonsense")
    assert kept_sentences(["moderated", "of_old"]) == [sentence("moderated"), "of_old"]


def test_a_signed_out_reader_of_a_members_only_blog_is_told_the_rule_in_its_known_words():
    said = note(Decision("refuse", ("members_only",), "sign_in_open"))
    assert said.sentences == ("Note: Only a member of this blog may post a comment.",)


def test_the_way_in_leads_to_a_page_and_back():
    for code, (label, route) in STEPS.items():
        said = note(Decision("refuse", ("banned",), code), back="/comments/on/7/?parent=3")
        assert said.step == label
        assert "?" not in note(Decision("refuse", ("banned",), code)).step_url, "there is nowhere to go back to"
        if route:
            parts = urlsplit(said.step_url)
            assert resolve(parts.path).url_name == route
            assert parse_qs(parts.query) == {"next": ["/comments/on/7/?parent=3"]}
        else:
            assert said.step_url == ""


def test_a_refusal_without_a_way_in_offers_none():
    assert (note(Decision("refuse", ("closed",))).step, note(Decision("refuse", ("closed",))).step_url) == ("", "")


def test_the_note_says_on_which_day_comments_closed_in_the_blogs_own_time():
    moment = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Vienna"):
        said = note(Decision("refuse", ("closed_by_age",)), closed_at=moment)
    assert said.sentences == ("Comments on this post closed on 15 June 2026, 01:30.",)


def test_the_note_names_the_day_of_a_closing_set_in_advance_and_of_no_other():
    moment = datetime(2026, 6, 14, 12, 0, tzinfo=UTC)
    for code in ("closed_by_age", "closed_by_date"):
        assert note(Decision("refuse", (code,)), closed_at=moment).sentences == (
            "Comments on this post closed on 14 June 2026, 12:00.",
        )
        assert note(Decision("refuse", (code,))).sentences == (sentence(code),)
    assert note(Decision("refuse", ("closed",)), closed_at=moment).sentences == (sentence("closed"),)


def test_the_note_says_from_which_whole_minute_a_hasty_text_can_be_sent_and_never_too_early():
    for second, told in ((0, "12:00"), (1, "12:01")):
        end = datetime(2026, 6, 14, 12, 0, second, tzinfo=UTC)
        said = note(Decision("refuse", ("too_fast",), "wait", end))
        assert said.sentences == (sentence("too_fast"), f"It can be sent from 14 June 2026, {told} on.")
        assert said.retry_at == end
    assert note(Decision("refuse", ("too_fast",), "wait")).sentences == (sentence("too_fast"),)
    assert note(Decision("refuse", ("banned",), "", datetime(2026, 6, 14, tzinfo=UTC))).retry_at.day == 14


def test_an_act_that_was_not_done_has_its_sentence():
    for code, text in ACTS.items():
        assert act_sentence(code) == text


def test_the_note_says_when_a_suspension_ends():
    end = datetime(2026, 6, 14, 12, 0, tzinfo=UTC)
    said = note(Decision("refuse", ("suspended",), "see_standing", end))
    assert said.sentences[1:] == ("The suspension ends on 14 June 2026, 12:00.",)
    assert len(note(Decision("refuse", ("suspended",), "see_standing")).sentences) == 1


def test_a_note_is_made_in_the_language_in_force():
    with translation.override("de"):
        assert note(Decision("refuse", ("closed",))).sentences  # no German yet: the English, and no error
