using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>
/// Brings a database to <see cref="Schema.Version"/>, in one transaction: a crash leaves the older version as it was.
/// </summary>
internal static class Migration
{
    /// <summary>The oldest version that can be brought up.</summary>
    private const int Oldest = 1;

    private const int BeforeAudit = 1;

    /// <summary>Whether a database of this version can be used; 0 is an empty one.</summary>
    public static bool Knows(long version) => version is 0 or (>= Oldest and <= Schema.Version);

    /// <summary>Makes what is missing.</summary>
    public static void Run(StoreConnection connection, long version)
    {
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute(Schema.Create);
        if (version == BeforeAudit)
            AuditWhatIsKept(connection);
        connection.Execute($"PRAGMA user_version = {Schema.Version}");
        connection.Execute("COMMIT");
    }

    /// <summary>The audit log of version 2 begins with the validations that version 1 still knows.</summary>
    private static void AuditWhatIsKept(StoreConnection connection)
    {
        using var reader = new StoreReader(connection);
        using var audit = new AuditStatements(connection);
        using var ids = connection.Prepare("SELECT id FROM ended ORDER BY updated_at");
        foreach (var id in ids.ReadAll(static row => row.Text(0)))
            audit.Append(AuditRecords.Ended(reader.FindEnded(id)!));
    }
}
