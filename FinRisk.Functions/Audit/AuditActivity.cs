using FinRisk.Scoring.Audit;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Audit;

/// <summary>The step "audit the validation's end", where the vendor step has not done so with the score it obtained.</summary>
public sealed class AuditActivity(IAuditLog audit)
{
    /// <summary>The activity's name, part of every stored instance.</summary>
    public const string Name = "Audit";

    /// <summary>Writes the record; a second time it is the same row.</summary>
    [Function(Name)]
    public Task RunAsync([ActivityTrigger] AuditRecord record, CancellationToken stopping) => audit.AppendAsync(record, stopping);
}
