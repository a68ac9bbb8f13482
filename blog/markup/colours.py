"""Code in colours: Pygments' classes, no style.

A lexer is a few hundred regular expressions by strangers, some of which take very long on the wrong text. So only
languages that were tried with hostile text are coloured, only code of a sane size, and only while there is time.
"""

import html
import io
import logging

from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

from blog.markup.bounds import Patience, TooMuch
from blog.markup.fences import Fence

LANGUAGES = frozenset(
    "apache awk bash c c# c++ clojure cmake console cpp cs csharp css d dart diff django docker dockerfile elixir "
    "elm erlang f# fortran fsharp go golang graphql groovy haskell hcl hs html http ini java javascript jinja js json "
    "jsx julia kotlin latex lisp lua make makefile markdown md nasm nginx nim nix objective-c ocaml pascal perl "
    "php pl postgresql powershell prolog ps1 py py3 pycon python python3 pytb r rb rs ruby rust sass scala scheme scss "
    "sh shell sql sqlite3 swift terraform tex toml ts tsx typescript vim xml yaml yml zig zsh".split()
)
log = logging.getLogger(__name__)

CLASSES = frozenset(STANDARD_TYPES.values()) - {""}
BLOCK, LINE, TOTAL, SECONDS = 20_000, 1_000, 60_000, 2.0  # of a post: characters, and seconds of a core


class Colours:
    """Shows the code of one post. What is too large, or in no language known here, is shown without colours."""

    def __init__(self) -> None:
        self.left, self.patience = TOTAL, Patience(SECONDS)

    def __call__(self, fence: Fence) -> str:
        shown = html.escape(fence.code, quote=False) + "\n"
        if fence.language in LANGUAGES and len(fence.code) <= min(BLOCK, self.left) and not _has_long_line(fence.code):
            self.left -= len(fence.code)
            shown = self._coloured(fence) or shown
        return f'<div class="highlight"><pre><code>{shown}</code></pre></div>'

    def _coloured(self, fence: Fence) -> str:
        def tokens():
            # PHP is quoted without its opening sign more often than with it.
            lexer = get_lexer_by_name(fence.language, stripnl=False, startinline="<?" not in fence.code)
            for token in lexer.get_tokens(fence.code):
                self.patience.check()
                yield token

        written = io.StringIO()
        try:
            HtmlFormatter(nowrap=True).format(tokens(), written)
        except TooMuch:
            return ""
        except Exception as error:  # a mistake of the lexer's
            log.warning("Code is shown without colours: %s in %s", type(error).__name__, fence.language)
            return ""
        return written.getvalue()


def _has_long_line(code: str) -> bool:
    return any(len(line) > LINE for line in code.split("\n"))
