using System.Text.Json.Nodes;
using FinRisk.Scoring.Providers;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>One exchange of a pact, and what the client makes of it.</summary>
/// <param name="Description">What the consumer asks for; unique in its pact.</param>
/// <param name="State">What must be the case at the provider; one of <see cref="ProviderState"/>.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Expected">How the client classifies the response.</param>
internal sealed record Interaction(string Description, ProviderState State, int Status, AttemptStatus Expected)
{
    /// <summary>The API key that the client is configured with.</summary>
    public string Key { get; init; } = ConsumerPact.Key;

    /// <summary>Headers of the response that must match.</summary>
    public IReadOnlyDictionary<string, JsonNode> Headers { get; init; } = new Dictionary<string, JsonNode>();

    /// <summary>The body of the response; null: any or none.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>The score that the client reads from the example.</summary>
    public VendorScore? Score { get; init; }

    /// <summary>The wait that the client reads from the example.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public override string ToString() => Description;
}
