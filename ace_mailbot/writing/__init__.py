"""Letter -> Outgoing: what the rules decided to say, as the bytes that leave.

Pure apart from the templates, which are read from disk. Whom to write to, and when, is the rules'
to say; this only finds the words. `writer` composes; `digest` says what the organiser should know.
Nothing is imported here: `status` needs the digest and not the documents, which are slow to load.
"""
