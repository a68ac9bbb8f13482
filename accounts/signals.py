"""What other rooms do when a person takes their data with them or goes. (accounts never imports blog: they listen.)"""

from django.dispatch import Signal

# Sent with `user`. Receivers return (key, data): a part of the export, made of what JSON can hold (dates are fine).
export_requested = Signal()

# Sent with `user` and `keep_comments` inside the transaction that deletes the account, before the row goes: receivers
# act first. What they raise stops the deletion.
account_deleting = Signal()

# Sent with `membership` inside the transaction in which a request to join is taken back by who made it.
application_withdrawn = Signal()

# Sent with `membership` inside the transaction in which somebody becomes a member by an invitation.
membership_granted = Signal()
