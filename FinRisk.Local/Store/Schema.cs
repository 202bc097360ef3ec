namespace FinRisk.Local.Store;

/// <summary>The tables of the local host. Personal data in them is encrypted or hashed.</summary>
internal static class Schema
{
    /// <summary>
    /// The version of the tables, incremented at every change. <see cref="Migration"/> migrates the older versions; databases of
    /// other versions are refused.
    /// </summary>
    public const int Version = 4;

    /// <summary>
    /// <para>The statements that create the tables.</para>
    /// <para>
    /// <c>running</c> and <c>ended</c> are separate tables. <c>running</c> has only a few pages, which change at every commit and
    /// stay in the page cache; deleting a row when its validation ends also deletes the encrypted applicant. <c>ended</c> grows
    /// only at its end, because ids begin with a time, and is purged by ranges of ids.
    /// </para>
    /// <para>Rows of <c>audit</c> are never changed; their primary keys are those of <see cref="AuditSequence"/>.</para>
    /// <para>
    /// <c>set_aside</c> holds values that could not be read at a start, for manual repair, as long as an ended validation is
    /// retained.
    /// </para>
    /// <para><c>figures</c> holds the figures of the operations page, one row for each process and hour.</para>
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
            scored_at     INTEGER NOT NULL,
            provider      TEXT    NOT NULL DEFAULT 'riskshield'
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
            reason         TEXT,
            provider       TEXT
        );
        CREATE TABLE IF NOT EXISTS figures (
            hour    INTEGER NOT NULL,
            process TEXT    NOT NULL,
            content BLOB    NOT NULL,
            PRIMARY KEY (hour, process)
        ) WITHOUT ROWID;
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
