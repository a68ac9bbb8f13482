"""PURE: which tables readers see something of. What is in neither list counts as seen: too often does no harm.

A house test walks all models and fails for a table that is in neither, so that whoever adds one decides.
"""

import re

# table -> the columns whose change a reader can see; None: any.
SEEN: dict[str, frozenset[str] | None] = {
    "accounts_user": frozenset({"name"}),
    "blog_blog": None,
    "blog_image": None,
    "blog_label": None,
    "blog_page": None,
    "blog_post": None,
    "blog_post_coauthors": None,
    "blog_post_labels": None,
    "blog_series": None,
    "comments_comment": frozenset(
        "blog_id post_id author_id guest_name parent_id html state created_at edited_at published_at changed_at".split()
    ),
    "comments_guideline": None,
    "comments_policyversion": None,
    "comments_thanks": None,
}
# Of these a new row alone shows nowhere: only what refers to it does.
NEW_ROWS_UNSEEN = frozenset({"accounts_user", "blog_image", "blog_label", "blog_series"})

UNSEEN = frozenset(
    """
    account_emailaddress account_emailconfirmation accounts_feedkey accounts_invitation accounts_letter
    accounts_logentry accounts_mailpreference accounts_membership accounts_sanction accounts_user_names
    auth_group auth_group_permissions auth_permission blog_draftlink blog_oldpath
    blog_oldslug blog_page_images blog_post_images blog_post_titles blog_reads blog_remark blog_version blog_workingcopy
    comments_appeal comments_edit comments_follow comments_mute comments_report comments_ruling django_admin_log
    django_content_type django_migrations django_session django_tasks_database_dbtaskresult
    usersessions_usersession
    """.split()
)

_WRITES = re.compile(
    r"\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?)"
    r"\s+[\"`]?(\w+)",
    re.IGNORECASE,
)
_READS = re.compile(
    r"[\s(]*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|START|COMMIT|PRAGMA|SET|RESET|SHOW|EXPLAIN|VALUES|DECLARE|FETCH|CLOSE|"
    r"VACUUM|ANALYZE|CHECKPOINT|LISTEN|LOCK|ATTACH|DETACH|CREATE\s+(?:UNIQUE\s+)?INDEX"
    r"|WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE|MERGE)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(r'"(\w+)" = ')
UNKNOWN = "?"  # a statement whose table can't be told


def table_changed(sql: str) -> str:
    """The table of a statement that changes what readers may see; "" for every other, UNKNOWN where nobody can tell."""
    if sql.startswith("SELECT"):
        return ""
    found = _WRITES.match(sql)
    if found is None:
        return "" if _READS.match(sql) else UNKNOWN
    verb, table = found[1][:6].upper(), found[2]
    if table in UNSEEN:
        return ""
    if verb == "INSERT" and table in NEW_ROWS_UNSEEN:
        return ""
    columns = SEEN.get(table)
    if verb == "UPDATE" and columns is not None:
        head = sql.split(" WHERE ", 1)[0]
        if "SELECT" not in head and columns.isdisjoint(_COLUMN.findall(head)):  # else the WHERE may be that one's
            return ""
    return table
