"""Texts and names in every script: what is stored is what was sent, and no guest looks like a member."""

import random
import unicodedata
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from blog.comments.models import Comment
from blog.markup.text import MEANINGLESS
from blog.models import Post
from blog.writing.addresses import settle
from tests.factories import PASSWORD

SEED = 22
PLANES = ((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x77F), (0x900, 0xDFF), (0x1100, 0x11FF))
PLANES += ((0x1E00, 0x1FFF), (0x200C, 0x200D), (0x3040, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF))
PLANES += ((0x20000, 0x2A6DF),)
WHOLE = ("👩‍👩‍👧‍👦", "🏳️‍🌈", "🇷🇺", "می‌خواهم", "क्‍ष", "e\u0301", "ﬁ", "Å", "سلام", "שָׁלוֹם", "𝔘𝔫𝔦", "각", "각")
FORMS = ("NFC", "NFD")
NAMES = ("Scope Pia", "Jack Cox", "Oskar Hope", "Paisy Coe", "Alice Pohj", "Basia Pie")
# Letters of other alphabets, widths and styles that Unicode's confusables.txt (UTS 39) gives for these.
SAME = {letter: letter for name in NAMES for letter in name} | {
    "a": "аɑα𝐚ａ", "c": "сϲⅽ𝐜ｃ", "e": "еҽ𝐞ｅ", "h": "һհ𝐡ｈ", "i": "іlI1｜𝐢", "j": "јϳ𝐣ｊ", "k": "𝐤ｋ𝗄", "l": "I1|ⅼ",
    "o": "оοօ0𝐨", "p": "рρ𝐩ｐ", "r": "𝐫ｒ", "s": "ѕꜱ𝐬ｓ", "x": "хⅹ𝐱ｘ", "y": "уү𝐲ｙ",
    "A": "АΑ𝐀Ａ", "B": "ВΒ𝐁Ｂ", "C": "СϹ𝐂Ｃ", "H": "НΗ𝐇Ｈ", "J": "Ј𝐉Ｊ", "O": "ОΟ0𝐎", "P": "РΡ𝐏Ｐ", "S": "Ѕ𝐒Ｓ",
    " ": "\u00a0\u2003",
}  # fmt: skip


def texts(count: int, seed: int = SEED):
    """Of 1 to 60 letters, marks, joiners and emoji, composed or not; the last letter is one that can be seen."""
    chance = random.Random(seed)
    for _number in range(count):
        parts = [_part(chance) for _ in range(chance.randint(1, 60))]
        yield unicodedata.normalize(chance.choice(FORMS), "".join(parts)) + chance.choice("aяا字")


def _part(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return chance.choice(WHOLE)
    letter = chr(chance.randint(*chance.choice(PLANES)))
    return letter if unicodedata.category(letter) != "Cn" and not MEANINGLESS.match(letter) else "z"


@pytest.fixture
def stored_as_sent(client, send, blog, make_post, make_member):
    """Sends texts by the form; a text that comes out of the database as another stops the test."""

    def check(count):
        post, author = make_post(blog), make_member(blog)
        client.force_login(author)
        for text in texts(count):
            answer = send(post, text)
            assert answer.status_code == 303, ascii(text)
            stored = Comment.objects.latest("pk")
            assert stored.text == unicodedata.normalize("NFC", text), ascii(text)
            Comment.objects.filter(pk=stored.pk).update(created_at=timezone.now() - timedelta(days=2))  # in no haste
        assert Comment.objects.count() == count

    return check


@pytest.fixture
def addressed(blog, make_member):
    """Saves posts with these titles, and gives the paths they got."""
    author = make_member(blog, "author")

    def save(titles):
        for title in titles:
            post = Post(blog=blog, title=title, author=author, published_at=timezone.now())
            settle(post, None, timezone.now())
            post.save()
        return list(Post.objects.values_list("path", flat=True))

    return save


def look_alikes(count: int, seed: int = SEED):
    """(a name, another that looks like it), of letters that Unicode's list of confusables has side by side."""
    chance, found = random.Random(seed), set()
    while len(found) < count:
        name = chance.choice(NAMES)
        other = "".join(chance.choice(SAME[letter]) if chance.random() < 0.5 else letter for letter in name)
        if other != name:
            found.add((name, other))
    return sorted(found)


def test_what_is_stored_is_what_was_sent(stored_as_sent):
    stored_as_sent(150)


@pytest.mark.slow
def test_ten_thousand_texts_are_stored_as_they_were_sent(stored_as_sent):
    stored_as_sent(10_000)


def test_every_title_makes_an_address_of_its_own(addressed):
    some = [text[:80] for text in texts(40)]
    titles = [form for title in some for form in (title, unicodedata.normalize("NFD", title), title.upper())]
    paths = addressed(titles)
    assert len(set(paths)) == len(paths) == 120


def test_a_guest_can_not_look_like_a_member(client, form_url, blog, make_post, make_user, set_policy, nothing_changes):
    for name in NAMES:
        make_user(name)
    set_policy(blog, audience="anyone")
    url = form_url(make_post(blog))
    with nothing_changes():
        for name, other in look_alikes(200):
            answer = client.post(url, {"text": "It is me", "name": other, "key": str(uuid.uuid4())})
            assert answer.status_code == 422, (name, ascii(other))
            assert "It is me" in answer.content.decode()


def test_nor_can_somebody_who_signs_up(client, blog, make_user):
    for name in NAMES:
        make_user(name)
    before = set(User.objects.values_list("pk", flat=True))
    for number, (name, other) in enumerate(look_alikes(200)):
        data = {"name": other, "email": f"new{number}@example.org", "password1": PASSWORD}
        client.post("/accounts/signup/", data, REMOTE_ADDR=f"10.1.{number}.1")
        assert set(User.objects.values_list("pk", flat=True)) == before, (name, ascii(other))
