"""Forms as people send them back: Word, OpenDocument, plain or pasted text."""
