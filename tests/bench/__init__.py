"""`make bench`: how fast it is, measured beside what else reads mail. Not a test; nothing fails.

Everything talks over loopback to a real Dovecot. Each measurement runs in a process of its own.
"""
