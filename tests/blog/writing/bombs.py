"""Run as a program: decodes files made to take all memory and time, each of which must be refused. Prints how many were
refused, by how many KiB the process grew at its highest, and the seconds it took."""

import io
import struct
import time
import zlib

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image as Picture

from blog.writing.decoding import decode
from tests.blog.markup.memory import peak


def png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def gif(size: int, frames: int) -> bytes:
    pictures = [Picture.new("L", (size, size), number % 256) for number in range(frames)]
    kept = io.BytesIO()
    pictures[0].save(kept, "GIF", save_all=True, append_images=pictures[1:])
    return kept.getvalue()


def webp_of(width: int, height: int) -> bytes:
    """A header of the extended kind, and nothing behind it."""
    size = b"".join(struct.pack("<I", side - 1)[:3] for side in (width, height))
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def bombs():
    yield png(20_000, 20_000)
    yield png(10_000, 6_000, b"\0" * 30_000_000)
    yield png(3, 100_000)
    yield png(100, 100)
    yield gif(300, 400)
    yield webp_of(16_000, 16_000)
    yield b"<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'><script>alert(1)</script></svg>"
    yield b"\x89PNG\r\n\x1a\n" + b"\0" * (11 * 1024 * 1024)


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    given = list(bombs())
    before, start, refused = peak(), time.monotonic(), 0
    for content in given:
        try:
            decode(io.BytesIO(content))
        except ValidationError:
            refused += 1
    print(refused, peak() - before, time.monotonic() - start)  # noqa: T201 (this is the answer)
