"""Comments, the rulings on them, and the policy they were judged by. What was said and ruled is kept."""

from blog.comments.models.comments import Comment, Edit, State
from blog.comments.models.policies import Audience, Closing, PolicyVersion, SpamCheck
from blog.comments.models.readers import Follow, Mute, Thanks
from blog.comments.models.rulings import Appeal, Guideline, Report, Ruling

__all__ = [
    "Appeal",
    "Audience",
    "Closing",
    "Comment",
    "Edit",
    "Follow",
    "Guideline",
    "Mute",
    "PolicyVersion",
    "Report",
    "Ruling",
    "SpamCheck",
    "State",
    "Thanks",
]
