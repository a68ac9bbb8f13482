"""PURE: the compressed forms of a page, and which one a browser gets (RFC 9110, section 12.5.3)."""

import gzip

import brotli

IDENTITY, BROTLI, GZIP = "", "br", "gzip"
_BY_WEIGHT = (BROTLI, GZIP)  # the smaller first. (Whoever takes zstd takes brotli, which is smaller at this speed.)
_WORTH_IT = 256  # bytes: below, the wrapping weighs more


def compressed(body: bytes) -> dict[str, bytes]:
    """The forms of a page by their names in Content-Encoding: made once, when it is stored."""
    if len(body) < _WORTH_IT:
        return {IDENTITY: body}
    small = brotli.compress(body, mode=brotli.MODE_TEXT, quality=5, lgwin=20)
    return {IDENTITY: body, BROTLI: small, GZIP: gzip.compress(body, 6, mtime=0)}


def chosen(accept: str, forms) -> str:
    """The form that a browser likes best; of those it likes alike, the smallest. Whole, where it likes none."""
    likings = {}
    for part in accept.lower().split(",") if accept else ():
        name, _semicolon, parameters = part.partition(";")
        likings[name.strip()] = _quality(parameters)
    if "x-gzip" in likings:
        likings.setdefault(GZIP, likings["x-gzip"])
    rest = likings.get("*", 0.0)
    best, liked = IDENTITY, 0.0
    for form in _BY_WEIGHT:
        liking = likings.get(form, rest)
        if form in forms and liking > liked:
            best, liked = form, liking
    return IDENTITY if likings.get("identity", 0.0) > liked else best


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _equals, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
