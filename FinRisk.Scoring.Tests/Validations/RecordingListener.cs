using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Keeps what listeners are told.</summary>
internal sealed class RecordingListener : IScoringListener
{
    /// <summary>How requests were handled, in their order.</summary>
    public List<StartKind> Handled { get; } = [];

    /// <summary>The requests that were refused: code and caller.</summary>
    public List<(string Code, string? Caller)> Refused { get; } = [];

    /// <summary>The attempts: provider, status, and whether it was the candidate path.</summary>
    public List<(string Provider, AttemptStatus Status, bool UsesCandidatePath)> Calls { get; } = [];

    /// <summary>The validations that ended.</summary>
    public List<(ValidationId, string Caller, string Outcome, DateTimeOffset AcceptedAt, DateTimeOffset EndedAt)> Ended { get; } =
        [];

    public void RequestHandled(StartKind kind) => Handled.Add(kind);

    public void RequestRefused(string code, string? caller) => Refused.Add((code, caller));

    public void VendorCalled(string provider, AttemptResult result, bool usesCandidatePath) =>
        Calls.Add((provider, result.Status, usesCandidatePath));

    public void ValidationEnded(
        ValidationId validationId, string caller, ValidationOutcome outcome, DateTimeOffset acceptedAt, DateTimeOffset endedAt) =>
        Ended.Add((validationId, caller, outcome.Name, acceptedAt, endedAt));
}
