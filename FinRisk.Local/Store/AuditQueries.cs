using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Local.Store;

/// <summary>Reads audit rows, always a limited range of keys: a long read would keep the WAL from being folded back.</summary>
internal sealed class AuditQueries : IDisposable
{
    private const string Columns =
        "seq, act, caller, correlation_id, validation_id, outcome, level, score_of, attempts, degraded, accepted_at, ended_at, reason";

    private readonly StoredCommand _page;
    private readonly StoredCommand _find;

    public AuditQueries(StoreConnection connection)
    {
        _page = connection.Prepare($"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 ORDER BY seq LIMIT ?3");
        _find = connection.Prepare($"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 AND validation_id = ?3 ORDER BY seq");
    }

    /// <summary>The first rows of a range, with their keys.</summary>
    public List<(long Key, AuditRecord Record)> Page(long from, long to, int atMost) => _page.With(from).With(to).With(atMost).ReadAll(Read);

    /// <summary>The rows of a range that are about a validation.</summary>
    public List<(long Key, AuditRecord Record)> Find(long from, long to, string validationId) => _find.With(from).With(to).With(validationId).ReadAll(Read);

    public void Dispose()
    {
        _page.Dispose();
        _find.Dispose();
    }

    private static (long Key, AuditRecord Record) Read(StoredCommand row) =>
        (row.Number(0), new AuditRecord(row.Text(1), AuditSequence.TimeOf(row.Number(0)), row.Text(2))
        {
            CorrelationId = row.OptionalText(3),
            ValidationId = row.OptionalText(4),
            Outcome = row.OptionalText(5),
            Level = RiskLevels.FromWire(row.OptionalText(6)),
            ScoreOf = row.OptionalText(7),
            Attempts = (int?)row.OptionalNumber(8),
            Degraded = row.OptionalNumber(9) is { } degraded ? degraded != 0 : null,
            AcceptedAt = Time(row.OptionalNumber(10)),
            EndedAt = Time(row.OptionalNumber(11)),
            Reason = row.OptionalText(12),
        });

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some) : null;
}
