"""Static files that are collected."""

import brotli
import pytest
from django.core.files.base import ContentFile

from config.static_files import StaticFiles

TEXT = b"body { color: black }\n" * 50


@pytest.fixture
def collected(tmp_path):
    """By name, what there is once a style sheet and a picture that cannot be made smaller were collected."""
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    for name, content in (("css/page.css", TEXT), ("dot.png", b"\x89PNG")):
        storage.save(name, ContentFile(content))
    done = list(storage.post_process({name: (storage, name) for name in ("css/page.css", "dot.png")}))
    assert not [name for name, _hashed, error in done if isinstance(error, Exception)]
    return storage, {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*.*")}


def test_what_pages_ask_for_is_compressed_and_the_plain_name_is_there_too(collected):
    storage, files = collected
    asked_for = storage.stored_name("css/page.css")
    assert asked_for != "css/page.css"
    assert files[asked_for] == files["css/page.css"] == TEXT
    assert brotli.decompress(files[f"{asked_for}.br"]) == TEXT
    assert f"{asked_for}.gz" in files
    assert not {"css/page.css.br", "css/page.css.gz"} & set(files)


def test_what_gets_no_smaller_is_left_as_it_is(collected):
    storage, files = collected
    assert not [name for name in files if name.startswith("dot.") and name.endswith((".br", ".gz"))]
