"""Run as a program: renders every hostile text of the lengths it is given, and prints how much memory that took.

It reads the process's own high-water mark, so that what the sanitizer in Rust takes counts too.
"""

import sys
from pathlib import Path

from blog.markup import render_comment
from tests.blog.markup.hostile import allowed, texts

STATUS = Path("/proc/self/status")


def peak() -> int:
    """The most memory this process has ever had, in KiB."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])


def main(lengths: list[int]) -> None:
    """Prints the number of texts, and by how many KiB the peak has grown over all of them."""
    render_comment("*Warm*: what every text needs is loaded. http://a.bc/ `x`\n\n- a\n\n> b")
    before, count = peak(), 0
    for text in [text for length in lengths for _name, text in texts(length)] + [text for _name, text in allowed()]:
        render_comment(text)
        count += 1
    print(count, peak() - before)  # noqa: T201 (this is the answer)


if __name__ == "__main__":
    main([int(length) for length in sys.argv[1:]])
