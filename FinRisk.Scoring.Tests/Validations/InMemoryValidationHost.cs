using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>A host that keeps everything in a dictionary and runs nothing: tests say how a validation ends.</summary>
internal sealed class InMemoryValidationHost : IValidationHost
{
    private readonly Dictionary<ValidationId, ValidationRecord> _records = [];

    /// <summary>Every validation that was started, in order.</summary>
    public List<ValidationInput> Started { get; } = [];

    /// <summary>Every wait that was asked for.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Called while a request is being accepted: what a faster request does at that very moment.</summary>
    public Action<ValidationInput>? WhileAccepting { get; set; }

    /// <summary>Called while somebody waits.</summary>
    public Action<ValidationId>? WhileWaiting { get; set; }

    public ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping)
    {
        WhileAccepting?.Invoke(input);
        if (_records.TryGetValue(input.ValidationId, out var existing) && existing.Outcome is not { IsReplayable: false })
            return new(existing);

        Started.Add(input);
        Put(input);
        return new((ValidationRecord?)null);
    }

    /// <summary>How often a validation was looked up.</summary>
    public int Finds { get; private set; }

    public ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping)
    {
        Finds++;
        return new(_records.GetValueOrDefault(id));
    }

    public ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan maxWait, CancellationToken stopping)
    {
        Waits.Add(maxWait);
        WhileWaiting?.Invoke(id);
        return FindAsync(id, stopping);
    }

    /// <summary>Puts a running validation there.</summary>
    public void Put(ValidationInput input) => _records[input.ValidationId] =
        ValidationRecord.Unfinished(input, isBegun: true, input.AcceptedAt, null);

    /// <summary>Ends a validation.</summary>
    public void End(ValidationId id, ValidationOutcome outcome) => _records[id] = _records[id] with
    {
        Status = outcome.Failure is null ? ValidationStatus.Completed : ValidationStatus.Failed,
        Attempts = outcome.Attempts,
        UpdatedAt = outcome.FinishedAt,
        Outcome = outcome,
    };
}
