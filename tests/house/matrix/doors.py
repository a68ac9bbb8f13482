"""The doors of the house, each asked as a browser asks it. An answer is a letter of table.txt, or what was odd."""

import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from blog.comments.models import Comment
from blog.models import Post
from tests.house.matrix.world import World

FORM = "application/x-www-form-urlencoded"


class Doors:
    """The doors, as one person of the world finds them at one post."""

    def __init__(self, world: World, name: str, client: Client):
        self.world, self.client = world, client
        self.post, self.own, self.other = world.posts[name], world.theirs[name], world.other[name]

    def ways(self, act: str) -> dict[str, Callable[[], str]]:
        """Every way to try the act: its name -> a function that tries it and returns the answer."""
        return {
            "read": {"page": self._read},
            "form": {"page": self._form, "script": self._form_by_script, "permission": self._permission},
            "send": {"form": self._send, "multipart": self._send_multipart, "permission": self._permission},
            "answer": {"form": self._answer},
            "edit": {"form": self._edit},
            "withdraw": {"form": self._withdraw},
            "moderate": {"desk": self._moderate},
            "change": {"admin": self._change},
        }[act]

    def _read(self) -> str:
        response = self.client.get(self.post.path)
        seen = self.post.title in response.content.decode()
        return _letter(response, seen) if seen == (response.status_code == 200) else f"{response.status_code}, {seen=}"

    def _form(self, **headers) -> str:
        response = self.client.get(self._form_url, headers=headers)
        shown, told = (f'class="{name}"' in response.content.decode() for name in ("comment-form", "note"))
        if response.status_code == 200 and shown != told:
            return "y" if shown else "n"
        return _letter(response, shown)

    def _form_by_script(self) -> str:
        return self._form(accept="text/html", sec_fetch_mode="cors", sec_fetch_dest="empty")

    def _permission(self) -> str:
        person = self.world.person or AnonymousUser()
        return "has_perm" if person.has_perm("comments.add_comment", Post.objects.get(pk=self.post.pk)) else "no perm"

    def _send(self, **fields) -> str:
        before = Comment.objects.count()
        response = self._sent(self._form_url, {"text": "A new one.", "key": uuid.uuid4(), **fields})
        return _letter(response, Comment.objects.count() == before + 1)

    def _send_multipart(self) -> str:
        before = Comment.objects.count()
        response = self.client.post(self._form_url, {"text": "A new one.", "key": uuid.uuid4()})
        return _letter(response, Comment.objects.count() == before + 1)

    def _answer(self) -> str:
        answer = self._send(parent=self.other.pk)
        if answer == "y" and Comment.objects.latest("pk").parent != self.other:
            return "sent, but not as an answer"
        return answer

    def _edit(self) -> str:
        seen = self.own.changed_at.isoformat()
        response = self._sent(reverse("comments:edit", args=[self.own.pk]), {"text": "A better one.", "seen": seen})
        return _letter(response, Comment.objects.get(pk=self.own.pk).text == "A better one.")

    def _withdraw(self) -> str:
        response = self._sent(reverse("comments:withdraw", args=[self.own.pk]), {})
        return _letter(response, Comment.objects.get(pk=self.own.pk).state == "withdrawn")

    def _moderate(self) -> str:
        seen = {"seen_state": "published", "seen_at": self.other.changed_at.isoformat()}
        url = reverse("comments:rulings", args=[self.other.pk])
        response = self._sent(url, {"act": "remove", "reason": "Unkind", **seen})
        return _letter(response, Comment.objects.get(pk=self.other.pk).state == "removed")

    def _change(self) -> str:
        at = self.post.published_at
        sent = {"title": "Another title", "body": "Another text", "state": self.post.state}
        sent |= {"published_at_0": f"{at:%Y-%m-%d}", "published_at_1": f"{at:%H:%M}", "author": self.post.author_id}
        response = self.client.post(reverse("admin:blog_post_change", args=[self.post.pk]), sent)
        return _letter(response, Post.objects.get(pk=self.post.pk).title == "Another title")

    @property
    def _form_url(self) -> str:
        return reverse("comments:form", args=[self.post.pk])

    def _sent(self, url: str, fields: dict):
        return self.client.post(url, urlencode(fields), content_type=FORM)


def _letter(response, done: bool) -> str:
    status, to = response.status_code, response.get("Location", "")
    if done:
        return "y" if status in (200, 302, 303) and "/login/" not in to else f"done, but {status} {to}"
    if status == 302 and to.startswith(f"{reverse('account_login')}?"):
        return "i"
    return {403: "n", 404: "."}.get(status, f"not done, but {status} {to}")


def agrees(way: str, told: str, answer: str) -> bool:
    """Whether what a way told is what the table's letter means there."""
    if way == "permission":
        return told == ("has_perm" if answer in "y*" else "no perm")
    return told == answer.replace("*", ".")
