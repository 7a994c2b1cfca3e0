"""config.toml -> Config, checked whole: every problem is one line that names the key.

`load` is the only way in; the shapes it fills are frozen and know nothing of files.
"""

from ace_mailbot.config.loading import load
from ace_mailbot.config.shapes import (
    Awards,
    CohortEvent,
    Config,
    Criterion,
    Exchange,
    Footprint,
    Form,
    FormPart,
    FormQuestion,
    Graph,
    Imap,
    Mailbox,
    OAuth,
    Panel,
    PanelMember,
    People,
    Programme,
    Publishing,
    Schedule,
    Secret,
    Sending,
    Smtp,
)
from ace_mailbot.config.shipped import shipped_folder

__all__ = [
    "Awards",
    "CohortEvent",
    "Config",
    "Criterion",
    "Exchange",
    "Footprint",
    "Form",
    "FormPart",
    "FormQuestion",
    "Graph",
    "Imap",
    "Mailbox",
    "OAuth",
    "Panel",
    "PanelMember",
    "People",
    "Programme",
    "Publishing",
    "Schedule",
    "Secret",
    "Sending",
    "Smtp",
    "load",
    "shipped_folder",
]
