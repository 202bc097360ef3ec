namespace FinRisk.Local.Store;

/// <summary>The tables of the local host. Nothing in them is personal data in clear.</summary>
internal static class Schema
{
    /// <summary>
    /// Raised with every change of the tables; <see cref="Migration"/> knows the older ones, any other is refused.
    /// </summary>
    public const int Version = 2;

    /// <summary>
    /// What runs and what has ended are two tables: the first stays a handful of pages, which every commit changes and the cache
    /// holds; the second only grows at its end, because ids begin with their time, and is purged by range. When a validation
    /// ends its sealed applicant goes with its row in the first: nothing needs it any more. Audit rows (<see
    /// cref="AuditSequence"/>) are only ever added and purged. What could not be read back at a start is set aside, for whoever
    /// may mend it, and purged like a validation that ended then.
    /// </summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS running (
            id      TEXT NOT NULL PRIMARY KEY,
            input   BLOB NOT NULL,
            journal BLOB
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS ended (
            id             TEXT    NOT NULL PRIMARY KEY,
            caller         TEXT    NOT NULL,
            correlation_id TEXT    NOT NULL,
            applicant_key  TEXT    NOT NULL,
            status         INTEGER NOT NULL,
            created_at     INTEGER NOT NULL,
            updated_at     INTEGER NOT NULL,
            attempts       INTEGER NOT NULL,
            replaceable    INTEGER NOT NULL,
            outcome        BLOB    NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS scores (
            applicant_key TEXT    NOT NULL PRIMARY KEY,
            validation_id TEXT    NOT NULL,
            score         INTEGER NOT NULL,
            level         TEXT    NOT NULL,
            scored_at     INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS circuit (
            name     TEXT NOT NULL PRIMARY KEY,
            snapshot BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit (
            seq            INTEGER NOT NULL PRIMARY KEY,
            act            TEXT    NOT NULL,
            caller         TEXT    NOT NULL,
            correlation_id TEXT,
            validation_id  TEXT,
            outcome        TEXT,
            level          TEXT,
            score_of       TEXT,
            attempts       INTEGER,
            degraded       INTEGER,
            accepted_at    INTEGER,
            ended_at       INTEGER,
            reason         TEXT
        );
        CREATE TABLE IF NOT EXISTS set_aside (
            at           INTEGER NOT NULL,
            table_name   TEXT    NOT NULL,
            column_name  TEXT    NOT NULL,
            row_key      TEXT    NOT NULL,
            content      BLOB
        );
        CREATE TRIGGER IF NOT EXISTS audit_is_append_only BEFORE UPDATE ON audit
        BEGIN
            SELECT RAISE(ABORT, 'the audit log is append-only');
        END;
        """;
}
