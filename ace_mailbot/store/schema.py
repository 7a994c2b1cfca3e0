"""The tables, as migrations: each is run once, in order; `user_version` counts them."""

from __future__ import annotations

MIGRATIONS = (
    """
    CREATE TABLE messages (
        number INTEGER PRIMARY KEY,          -- order of storing
        uid TEXT NOT NULL UNIQUE,            -- the mailbox's name for it
        id TEXT NOT NULL,                    -- Message.id, from the bytes
        sha256 TEXT NOT NULL,
        received_at TEXT NOT NULL,           -- ISO 8601, UTC
        size INTEGER NOT NULL,
        raw BLOB NOT NULL,
        sender TEXT NOT NULL DEFAULT '',
        subject TEXT NOT NULL DEFAULT '',
        kind TEXT,
        disposition TEXT,                    -- NULL until decided
        reason TEXT NOT NULL DEFAULT '',
        reference TEXT,
        why TEXT NOT NULL DEFAULT '[]',
        rescued INTEGER NOT NULL DEFAULT 0,
        dismissed INTEGER NOT NULL DEFAULT 0,
        moved INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX messages_undecided ON messages (received_at, number) WHERE disposition IS NULL;
    CREATE INDEX messages_unmoved ON messages (number) WHERE moved = 0;
    CREATE INDEX messages_by_id ON messages (id);
    CREATE INDEX messages_by_sha256 ON messages (sha256);

    CREATE TABLE moves (before TEXT NOT NULL, after TEXT NOT NULL, PRIMARY KEY (before, after));
    CREATE TABLE applications (
        reference TEXT PRIMARY KEY,
        stage TEXT NOT NULL,
        footprint TEXT,
        lead TEXT NOT NULL,
        data TEXT NOT NULL
    );
    CREATE TRIGGER applications_begin_legally BEFORE INSERT ON applications
    WHEN NOT EXISTS (SELECT 1 FROM applications WHERE reference = NEW.reference)
     AND NOT EXISTS (SELECT 1 FROM moves WHERE before = '' AND after = NEW.stage)
    BEGIN SELECT RAISE(ABORT, 'an application cannot begin at this stage'); END;
    CREATE TRIGGER applications_move_legally BEFORE UPDATE ON applications
    WHEN NEW.stage <> OLD.stage
     AND NOT EXISTS (SELECT 1 FROM moves WHERE before = OLD.stage AND after = NEW.stage)
    BEGIN SELECT RAISE(ABORT, 'an application cannot move between these stages'); END;

    CREATE TABLE questions (id TEXT PRIMARY KEY, stage TEXT NOT NULL, data TEXT NOT NULL);
    CREATE TABLE pending (id TEXT PRIMARY KEY, data TEXT NOT NULL);
    CREATE TABLE season (id INTEGER PRIMARY KEY CHECK (id = 1), data TEXT NOT NULL);

    CREATE TABLE letters (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        token TEXT NOT NULL UNIQUE,
        message_id TEXT NOT NULL UNIQUE,
        party TEXT NOT NULL,
        obligation TEXT NOT NULL,
        reference TEXT,
        recipients TEXT NOT NULL,            -- JSON list, the envelope's
        subject TEXT NOT NULL,
        mime BLOB NOT NULL,
        automatic INTEGER NOT NULL,
        decision INTEGER NOT NULL,
        internal INTEGER NOT NULL,
        cause TEXT NOT NULL DEFAULT '',      -- Message.id that brought it about
        state TEXT NOT NULL CHECK
            (state IN ('queued', 'sending', 'sent', 'unknown', 'failed', 'cancelled')),
        cleared INTEGER NOT NULL DEFAULT 0,  -- the organiser let it go while all is held
        resends INTEGER NOT NULL DEFAULT 0,
        queued_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        answer TEXT NOT NULL DEFAULT ''      -- what the server said
    );
    CREATE INDEX letters_open ON letters (number) WHERE state IN ('queued', 'sending', 'unknown');
    CREATE INDEX letters_by_party ON letters (party, queued_at);

    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        message TEXT NOT NULL,
        reference TEXT,
        what TEXT NOT NULL
    );
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
    CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
    """,
    """
    -- Apart from what changes about a message: SQLite writes a changed row anew, to its last byte.
    CREATE TABLE bytes (number INTEGER PRIMARY KEY REFERENCES messages, raw BLOB NOT NULL);
    INSERT INTO bytes SELECT number, raw FROM messages;
    ALTER TABLE messages DROP COLUMN raw;
    """,
    """
    CREATE TABLE reviewers (email TEXT PRIMARY KEY, data TEXT NOT NULL);
    CREATE TABLE assessments (
        id TEXT PRIMARY KEY,
        reference TEXT NOT NULL,
        member TEXT NOT NULL,
        data TEXT NOT NULL
    );
    """,
    """
    -- Of the message that a letter answers: machines that change their address say the same.
    ALTER TABLE letters ADD COLUMN likeness TEXT NOT NULL DEFAULT '';
    CREATE INDEX letters_automatic ON letters (queued_at) WHERE automatic = 1;
    """,
    """
    ALTER TABLE messages ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;  -- its words are erased
    """,
    """
    CREATE TABLE undelivered (id TEXT PRIMARY KEY, reference TEXT, data TEXT NOT NULL);
    """,
    """
    -- Each line of the audit log is bound to the one before it: see `store.audit`.
    DROP TRIGGER audit_is_not_rewritten;
    ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';
    WITH RECURSIVE chain (number, hash) AS (
        SELECT number, audit_link('', at, message, reference, what) FROM audit
        WHERE number = (SELECT min(number) FROM audit)
        UNION ALL
        SELECT next.number,
            audit_link(chain.hash, next.at, next.message, next.reference, next.what)
        FROM chain JOIN audit AS next
        ON next.number = (SELECT min(number) FROM audit WHERE number > chain.number)
    )
    UPDATE audit SET hash = chain.hash FROM chain WHERE chain.number = audit.number;
    CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
    """,
    """
    CREATE TABLE awards (reference TEXT PRIMARY KEY, data TEXT NOT NULL);
    """,
    """
    CREATE TABLE gatherings (key TEXT PRIMARY KEY, data TEXT NOT NULL);
    """,
    """
    -- A row of letters is long: whatever is asked on every tick is answered from an index.
    CREATE INDEX letters_by_state ON letters (state, number);
    CREATE INDEX letters_by_change ON letters (changed_at);
    CREATE INDEX messages_by_receipt ON messages (received_at);
    """,
    """
    -- Each name that we have sent under, as `instance` makes it, and since when.
    CREATE TABLE instances (name TEXT PRIMARY KEY, since TEXT NOT NULL);
    """,
)
