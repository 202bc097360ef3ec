using FinRisk.Scoring.Audit;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Audit;

/// <summary>
/// The workflow step that audits the end of a validation. It runs unless the vendor step has already audited its score.
/// </summary>
public sealed class AuditActivity(IAuditLog audit)
{
    /// <summary>The activity's name, part of every stored instance.</summary>
    public const string Name = "Audit";

    /// <summary>Writes the record. A repeated execution overwrites the same row.</summary>
    [Function(Name)]
    public Task RunAsync([ActivityTrigger] AuditRecord record, CancellationToken stopping) => audit.AppendAsync(record, stopping);
}
