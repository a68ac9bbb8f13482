"""What the publish checklist says: a sentence for each finding, and the name of each check."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.writing.checklist import rules
from blog.writing.checklist.rules import Finding

NAMES = {
    rules.ALT: gettext_lazy("Images without alternative text"),
    rules.ELSEWHERE: gettext_lazy("Images from other sites"),
    rules.SKIPPED: gettext_lazy("Headings that skip a level"),
    rules.FIRST: gettext_lazy("Headings of the first level"),
    rules.WORDLESS: gettext_lazy("Links without words"),
    rules.NOWHERE: gettext_lazy("Links that lead nowhere"),
    rules.BARE: gettext_lazy("Bare addresses as links"),
    rules.VAGUE: gettext_lazy("Links like “click here”"),
    rules.BROKEN: gettext_lazy("Links into this blog that are broken"),
    rules.DESCRIPTION: gettext_lazy("No description"),
    rules.TITLE: gettext_lazy("The title of another text"),
}
ACTS = {
    rules.WARN: gettext_lazy("ask before publishing"),
    rules.BLOCK: gettext_lazy("don’t publish"),
    rules.OFF: gettext_lazy("don’t check"),
}
LONGEST = 80  # characters of the words a finding is about


def sentence_of(finding: Finding) -> str:
    """What is the matter, and what to do about it."""
    what = finding.what if len(finding.what) <= LONGEST else f"{finding.what[:LONGEST]}…"
    said = _sentences()[finding.code] % {"what": what}
    return _("Line %(line)d: %(said)s") % {"line": finding.line, "said": said} if finding.line else said


def _sentences() -> dict[str, str]:
    return {
        rules.ALT: _(
            "The image “%(what)s” has no alternative text. Say what it shows: in the brackets, or once for all texts "
            "in the library of images."
        ),
        rules.ELSEWHERE: _(
            "The image “%(what)s” is on another site. Readers’ browsers load no images from there, so it is shown as "
            "a link. Upload it here."
        ),
        rules.SKIPPED: _("The heading “%(what)s” skips a level. Take a # away, or give it a heading above."),
        rules.FIRST: _("The heading “%(what)s” is of the first level, which the title has. Begin it with ##."),
        rules.WORDLESS: _("The link to “%(what)s” has no words. Write them in the brackets."),
        rules.NOWHERE: _(
            "The link “%(what)s” leads nowhere. Write an address that begins with https://, or with / for this blog."
        ),
        rules.BARE: _("“%(what)s” is a bare address. Write words that say where it leads: [words](address)."),
        rules.VAGUE: _("The link “%(what)s” does not say where it leads. Write words that do."),
        rules.BROKEN: _("“%(what)s” leads to nothing that readers can open in this blog. Mend the address."),
        rules.DESCRIPTION: _(
            "There is no description. Write one or two sentences: lists, search engines and shared links show them."
        ),
        rules.TITLE: _("Another text has this title already, at “%(what)s”. Choose a title of its own."),
        rules.PATH: _(
            "The post “%(what)s” had this address before, and links to it still lead there. Choose another address."
        ),
    }
