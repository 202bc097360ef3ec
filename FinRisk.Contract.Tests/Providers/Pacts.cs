using System.Text.Json.Nodes;
using FinRisk.Contract.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Testing;

namespace FinRisk.Contract.Tests.Providers;

/// <summary>What FinRisk relies on at its providers (contract, section 5): no more than what its client reads.</summary>
internal static class Pacts
{
    /// <summary>The interaction that needs nothing of the provider but a valid key.</summary>
    public const string Score = "a score of an applicant";

    /// <summary>The interaction that needs nothing of the provider but that it does not know a key.</summary>
    public const string UnknownKey = "a score with an unknown API key";

    private const string NobodysKey = "pact-unknown-key";

    private static readonly JsonObject JsonMediaType = Match.Regex("application/json", "^application/json( *;.*)?$");

    /// <summary>Whole seconds, a fraction, or a date.</summary>
    private static readonly JsonObject Seconds = Match.Regex("7", @"^(\d+(\.\d+)?|[A-Z][a-z]{2}, .* GMT)$");

    /// <summary>RiskShield: its level is passed on, and so is its score, which may be written <c>72.0</c>.</summary>
    public static ConsumerPact RiskShield { get; } = new("RiskShield", ProviderName.RiskShield, "/v1/score")
    {
        KeyHeader = ("X-Api-Key", ""),
        IdempotencyKeyHeader = "Idempotency-Key",
        Body = new JsonObject
        {
            ["firstName"] = Match.Type("Jane"),
            ["lastName"] = Match.Type("Doe"),
            ["idNumber"] = Match.Regex("8001015009087", @"^\d{13}$"),
        },
        Interactions = Describe(
            new JsonObject
            {
                ["riskScore"] = Match.Number(72, @"^(100|[1-9]?\d)(\.0+)?$"),
                ["riskLevel"] = Match.Regex("MEDIUM", "^(LOW|MEDIUM|HIGH|CRITICAL)$"),
            },
            new VendorScore(72, RiskLevel.Medium),
            new JsonObject { ["riskScore"] = Match.Type("72") }),
    };

    /// <summary>The backup: a credit score of 300 to 850 under the reference that was sent.</summary>
    public static ConsumerPact Backup { get; } = new("Backup", "backup", "/api/v2/credit-scores")
    {
        KeyHeader = ("Authorization", "Bearer "),
        IdempotencyKeyHeader = "X-Request-Token",
        Body = new JsonObject
        {
            ["subject"] = new JsonObject
            {
                ["givenName"] = Match.Type("Jane"),
                ["familyName"] = Match.Type("Doe"),
                ["nationalId"] = Match.Regex("8001015009087", @"^\d{13}$"),
            },
            ["reference"] = Match.Regex(ConsumerClient.ValidationId, "^[0-9a-v]{36}$"),
        },
        Interactions = Describe(
            new JsonObject
            {
                ["creditScore"] = Match.Number(702, @"^([3-7]\d\d|8[0-4]\d|850)(\.0+)?$"),
                ["reference"] = ConsumerClient.ValidationId,
            },
            new VendorScore(27, RiskLevel.Medium),
            new JsonObject { ["creditScore"] = Match.Type("702") }),
    };

    /// <summary>Both, by the provider's name in the pact.</summary>
    public static IReadOnlyDictionary<string, ConsumerPact> All { get; } =
        new[] { RiskShield, Backup }.ToDictionary(pact => pact.Provider);

    /// <summary>The committed file of a pact.</summary>
    public static string CommittedFile(ConsumerPact pact) => Repository.PathOf("FinRisk.Contract.Tests/pacts/" + pact.FileName);

    /// <summary>
    /// The same for every provider, but for what a score looks like. An unusable response has a member of the wrong type: a pact
    /// cannot demand that a member is missing.
    /// </summary>
    private static Interaction[] Describe(JsonObject usable, VendorScore score, JsonObject unusable) =>
    [
        new(Score, ProviderState.Well, 200, AttemptStatus.Scored)
        {
            Headers = new Dictionary<string, JsonNode> { ["Content-Type"] = JsonMediaType.DeepClone() },
            Body = usable,
            Score = score,
        },
        new(UnknownKey, ProviderState.UnknownKey, 401, AttemptStatus.KeyRefused) { Key = NobodysKey },
        new("a score of an applicant that the provider refuses", ProviderState.RefusesApplicant, 400, AttemptStatus.Rejected),
        new("a score under an idempotency key in progress", ProviderState.InProgress, 409, AttemptStatus.Deferred),
        new("a score beyond the quota", ProviderState.QuotaExhausted, 429, AttemptStatus.Throttled)
        {
            Headers = new Dictionary<string, JsonNode> { ["Retry-After"] = Seconds.DeepClone() },
            RetryAfter = TimeSpan.FromSeconds(7),
        },
        new("a score while the service is failing", ProviderState.Failing, 500, AttemptStatus.ServerError),
        new("a score in a response that cannot be used", ProviderState.Unusable, 200, AttemptStatus.InvalidResponse)
        {
            Headers = new Dictionary<string, JsonNode> { ["Content-Type"] = JsonMediaType.DeepClone() },
            Body = unusable,
        },
    ];
}
