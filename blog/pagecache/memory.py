"""Pages and ready answers in the memory of one process, bounded.

Pages have two halves: what is asked for is in the new one; when that is full, it becomes the old one, and what was in
there and not asked for since is forgotten. That is nearly "least recently used", and costs a hit nothing. An answer is
quickly made again from its page, so when there are too many, all are forgotten.
"""

from blog.pagecache.pages import Answer, Page


class Memory:
    def __init__(self, size: int, rows: int):
        """At most about `size` bytes of pages, and `rows` answers."""
        self._half, self._rows = size // 2, rows
        self.answers: dict[tuple, Answer] = {}  # read by the front itself
        self._pages: dict[str, Page] = {}
        self._old_pages: dict[str, Page] = {}
        self._size = 0

    def keep_answer(self, raw: tuple, answer: Answer) -> None:
        if len(self.answers) >= self._rows:
            self.answers = {}
        self.answers[raw] = answer

    def page(self, key: str) -> Page | None:
        found = self._pages.get(key)
        if found is None and (found := self._old_pages.get(key)) is not None:
            self.keep(found)
        return found

    def keep(self, page: Page) -> None:
        before = self._pages.get(page.key)
        self._size += page.size - (before.size if before else 0)
        self._pages[page.key] = page
        if self._size > self._half:
            self._old_pages, self._pages, self._size = self._pages, {}, 0
            self.answers = {}  # they hold pages, too

    def forget(self, key: str) -> None:
        """The page is none any more: not even while the database is away."""
        self._old_pages.pop(key, None)
        if gone := self._pages.pop(key, None):
            self._size -= gone.size
            self.answers = {}
