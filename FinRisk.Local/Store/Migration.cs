using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>
/// Migrates a database to <see cref="Schema.Version"/> in one transaction, so that a crash leaves the older version unchanged.
/// </summary>
internal static class Migration
{
    /// <summary>The oldest version that can be migrated.</summary>
    private const int OldestVersion = 1;

    /// <summary>The last version without the table <c>audit</c>.</summary>
    private const int LastWithoutAudit = 1;

    /// <summary>The last version without the columns <c>provider</c>.</summary>
    private const int LastWithoutProvider = 2;

    /// <summary>True if a database of this version can be used; 0 is an empty database.</summary>
    public static bool Supports(long version) => version is 0 or (>= OldestVersion and <= Schema.Version);

    /// <summary>Creates the missing tables and columns.</summary>
    public static void Run(StoreConnection connection, long version)
    {
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute(Schema.Create);
        if (version is > 0 and <= LastWithoutProvider)
            AddProviders(connection, version);
        if (version == LastWithoutAudit)
            AuditEndedValidations(connection);
        connection.Execute($"PRAGMA user_version = {Schema.Version}");
        connection.Execute("COMMIT");
    }

    /// <summary>Adds the columns. Existing scores get the provider RiskShield, which was the only one.</summary>
    private static void AddProviders(StoreConnection connection, long version)
    {
        connection.Execute("ALTER TABLE scores ADD COLUMN provider TEXT NOT NULL DEFAULT 'riskshield'");
        if (version > LastWithoutAudit)
            connection.Execute("ALTER TABLE audit ADD COLUMN provider TEXT");
    }

    /// <summary>Writes an audit record for each ended validation in a database that had no audit log.</summary>
    private static void AuditEndedValidations(StoreConnection connection)
    {
        using var reader = new StoreReader(connection);
        using var audit = new AuditStatements(connection);
        using var ids = connection.Prepare("SELECT id FROM ended ORDER BY updated_at");
        foreach (var id in ids.ReadAll(static row => row.Text(0)))
            audit.Append(AuditRecords.Ended(reader.FindEnded(id)!));
    }
}
