"""What other rooms do when a person takes their data with them or goes. (accounts never imports blog: they listen.)"""

from django.dispatch import Signal

# Sent with `user`. Receivers return (key, data): a part of the export, made of what JSON can hold (dates are fine).
export_requested = Signal()

# Sent with `user` inside the transaction that deletes the account, before the person's row is locked: who locks rows of
# theirs, and the person's after them, does so here as well, in the same order. Else two would wait in a circle.
account_locking = Signal()

# Sent with `user` and `keep_comments` inside the transaction that deletes the account, before the row goes: receivers
# act first. What they raise stops the deletion.
account_deleting = Signal()

# Sent with `membership` inside the transaction in which a request to join is taken back by who made it.
application_withdrawn = Signal()

# Sent with `membership` inside the transaction in which somebody becomes a member by an invitation.
membership_granted = Signal()
