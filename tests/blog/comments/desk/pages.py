"""Addresses of the desk, and its pages as words."""

import re

from django.urls import reverse

DESK = reverse("comments:desk")


def item_url(comment):
    return reverse("comments:item", args=[comment.pk])


def rulings_url(comment):
    return reverse("comments:rulings", args=[comment.pk])


def without_undo(response) -> str:
    """Where an answer leads, but for the token that takes the decision back."""
    return re.sub(r"[?&]undo=[^#&]+", "", response["Location"])


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())
