"""manage.py doctor: looks at everything a running blog stands on, and says what to do. One file for each group."""
