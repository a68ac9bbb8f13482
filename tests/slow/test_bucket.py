"""Images in a bucket that speaks S3: a server of that kind, and a site that keeps its images there."""

import re
import subprocess
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import boto3
import pytest
from botocore.exceptions import BotoCoreError

from tests.slow.site import ROOT, Site, free_port

pytestmark = pytest.mark.slow

KEYS = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "a-secret-of-theirs"}
# With an environment of its own: it brings fifty libraries along that nothing else of ours needs.
SERVER = "moto[server]==5.2.5"


@pytest.fixture(scope="module")
def server():
    """The address of a server that speaks S3, with an empty bucket "pictures"."""
    home = ROOT / ".venv-bucket"
    if not (home / "bin/moto_server").exists():
        subprocess.run([".venv/bin/python", "-m", "venv", home], cwd=ROOT, check=True)
        subprocess.run([home / "bin/pip", "install", "--quiet", SERVER], check=True)
    port = free_port()
    process = subprocess.Popen([home / "bin/moto_server", "-p", str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    bucket = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    for _ in range(100):
        try:
            bucket.create_bucket(Bucket="pictures")
            break
        except BotoCoreError:
            time.sleep(0.1)
    yield address, bucket, process
    process.terminate()
    process.wait()


@pytest.fixture
def site(tmp_path, server):
    running = Site(tmp_path)
    address, _bucket, _process = server
    running.env |= KEYS | {"MEDIA_URL": f"s3://pictures/blog?endpoint={address}&region=us-east-1"}
    running.start()
    yield running
    running.stop()


def get(site: Site, path: str):
    return urlopen(f"http://127.0.0.1:{site.port}{path}")  # noqa: S310 (our own server)


def images_of(site: Site) -> set[str]:
    """The addresses of the images that the posts of the front page show."""
    posts = set(re.findall(r'href="(/\d{4}/\d\d/[^"#]+)"', get(site, "/").read().decode()))
    tags = re.findall(r"<(?:img|source)\b[^>]*>", "".join(get(site, post).read().decode() for post in posts))
    return set(re.findall(r"/images/[^\"' ,]+", " ".join(tags)))


def test_a_site_keeps_its_images_there_and_sends_them_itself(site, server):
    _address, bucket, _process = server
    stored = {item["Key"]: item["Size"] for item in bucket.list_objects_v2(Bucket="pictures")["Contents"]}
    assert stored and all(name.startswith("blog/blogs/") for name in stored)
    assert not (site.data / "media").exists() or not any((site.data / "media").rglob("*.webp"))
    images = images_of(site)
    assert len(images) >= 2
    for image in images:
        with get(site, image) as answer:
            assert len(answer.read()) in stored.values()
            assert "amazonaws" not in answer.url and answer.url.endswith(image)


def test_an_image_of_a_draft_is_not_read_by_strangers(site):
    image = images_of(site).pop()
    site.shell("from blog.models import Post; Post.objects.update(state='draft')")
    with pytest.raises(HTTPError, match="404"):
        get(site, image)


def test_a_bucket_that_is_away_costs_the_images_not_the_pages(site, server):
    image = images_of(site).pop()
    _address, _bucket, process = server
    process.terminate()
    process.wait()
    with pytest.raises(HTTPError, match="50"):
        get(site, image)
    assert images_of(site)
