"""Files that hold other files: zips, saved mails, Outlook's .msg and winmail.dat."""

from __future__ import annotations

from ace_mailbot.reading.enclosed.holding import Enclosed, Holding

__all__ = ["Enclosed", "Holding"]
