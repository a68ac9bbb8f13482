"""What the doctor says of one thing."""

from dataclasses import dataclass

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is what was looked at, `state` one of OK, WARN, FAIL; `sentence` says what is, `todo` what to do then."""

    name: str
    state: str
    sentence: str
    todo: str = ""


def ok(name: str, sentence: str) -> Finding:
    return Finding(name, OK, sentence)


def warn(name: str, sentence: str, todo: str) -> Finding:
    return Finding(name, WARN, sentence, todo)


def fail(name: str, sentence: str, todo: str) -> Finding:
    return Finding(name, FAIL, sentence, todo)
