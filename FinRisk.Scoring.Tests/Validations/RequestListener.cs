using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Keeps how each request was handled.</summary>
internal sealed class RequestListener : IScoringListener
{
    /// <summary>In the order of the requests.</summary>
    public List<StartKind> Kinds { get; } = [];

    public void RequestHandled(StartKind kind) => Kinds.Add(kind);

    public void RequestRefused(string code, string? caller)
    {
    }

    public void VendorCalled(string provider, AttemptResult result, bool usesCandidatePath)
    {
    }

    public void ValidationEnded(
        ValidationId validationId, string caller, ValidationOutcome outcome, DateTimeOffset acceptedAt, DateTimeOffset endedAt)
    {
    }
}
