"""Pages of what is not published, for people who are not of the team."""
