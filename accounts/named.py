"""Finding people by any letters of their names."""

from config.letters import Letters

NAMES = Letters("accounts_user_names", "accounts_user", "name")
