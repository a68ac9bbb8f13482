"""For letters to moderators: the link that is its reader's own."""

from django import template

from blog.comments.mailed_links import mailed_link

register = template.Library()
register.simple_tag(mailed_link)
