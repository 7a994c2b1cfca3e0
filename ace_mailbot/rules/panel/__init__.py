"""The panel: who is asked what, who reads what, and what the time brings about for them.

Nothing here happens without a `[panel]` table in the config.
"""
