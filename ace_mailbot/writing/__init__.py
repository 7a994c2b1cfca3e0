"""Letter -> Outgoing: what the rules decided to say, as the bytes that leave.

Pure apart from the templates, which are read from disk. Whom to write to, and when, is the rules'
to say; this only finds the words.
"""

from ace_mailbot.writing.templates import shipped_templates
from ace_mailbot.writing.writer import Writer

__all__ = ["Writer", "shipped_templates"]
