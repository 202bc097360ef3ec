namespace FinRisk.Local.Store;

/// <summary>The tables of the local host. Nothing in them is personal data in clear.</summary>
internal static class Schema
{
    /// <summary>Raised with every change of the tables; a database of another version is refused, not guessed at.</summary>
    public const int Version = 1;

    /// <summary>
    /// Ids begin with their time, so new rows go to the end of the table and a purge is a range. The sealed applicant (within
    /// <c>input</c>) is erased when a validation ends: nothing needs it any more.
    /// </summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS validations (
            id             TEXT    NOT NULL PRIMARY KEY,
            caller         TEXT    NOT NULL,
            correlation_id TEXT    NOT NULL,
            applicant_key  TEXT    NOT NULL,
            status         INTEGER NOT NULL,
            created_at     INTEGER NOT NULL,
            updated_at     INTEGER NOT NULL,
            attempts       INTEGER NOT NULL,
            replaceable    INTEGER NOT NULL,
            input          BLOB,
            journal        BLOB,
            outcome        BLOB
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS validations_running ON validations (id) WHERE input IS NOT NULL;
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
        """;
}
