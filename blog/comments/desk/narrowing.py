"""Less than a whole list of comments: those with certain words, by one person, at one post, held for one reason."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accounts.named import NAMES
from blog.comments.forms import number
from blog.comments.wording import REASONS, sentence

LONGEST = 100  # letters of what is searched for
WORDS = 8


@dataclass(frozen=True, slots=True)
class Narrow:
    """`words` are looked for in texts and names; `person` and `post` are numbers; `reason` a code of the policy's."""

    words: str = ""
    person: int | None = None
    post: int | None = None
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.person or self.post or self.reason)

    @property
    def query(self) -> str:
        """The same as a part of an address, "" or "&q=..."."""
        given = {"q": self.words, "person": self.person, "post": self.post, "reason": self.reason}
        said = urlencode({name: value for name, value in given.items() if value})
        return f"&{said}" if said else ""

    @property
    def said_reason(self) -> str:
        return sentence(self.reason) if self.reason else ""

    @property
    def searches(self) -> bool:
        """Whether something is looked for that no index finds."""
        return bool(self.words or self.reason)

    def listed(self, comments):
        """Those of `comments` that an index finds."""
        if self.person:
            comments = comments.filter(author=self.person)
        if self.post:
            comments = comments.filter(post=self.post)
        return comments

    def searched(self, comments):
        """Those of `comments` that are looked for. Every word must be in the text, or in the name of who wrote it."""
        for word in self.words.split()[:WORDS]:
            comments = comments.filter(
                Q(text__icontains=word) | NAMES.has(word, of="author") | Q(guest_name__icontains=word)
            )
        if self.reason:
            comments = comments.annotate(why=Cast("reasons", TextField())).filter(why__contains=f'"{self.reason}"')
        return comments


def narrowed(sent) -> Narrow:
    """What a query string (a QueryDict) asks for. What can't be is as if it had not been asked."""
    reason = sent.get("reason", "")
    return Narrow(
        words=" ".join(sent.get("q", "").replace("\0", "").split())[:LONGEST],
        person=number(sent.get("person", "")),
        post=number(sent.get("post", "")),
        reason=reason if reason in REASONS else "",
    )
