using System.Text.Json.Nodes;
using FinRisk.Scoring;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Testing.Applicants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>The providers' client as the product registers it, and one exchange for it to make.</summary>
internal static class ConsumerClient
{
    /// <summary>The exchange's validation. The applicant is made up.</summary>
    public const string ValidationId = "06h08pj2nkjf6kesqi3toco3705q2ev80g50";

    /// <summary>What the client sends to every provider, beside key and idempotency key.</summary>
    public static IReadOnlyDictionary<string, JsonNode> CommonHeaders => new Dictionary<string, JsonNode>
    {
        ["Accept"] = "application/json",
        ["Accept-Encoding"] = "identity",
        ["Content-Type"] = "application/json",
        ["User-Agent"] = Match.Regex("FinRisk/1.0.0", @"^FinRisk/\d+(\.\d+)+$"),
        ["X-Correlation-ID"] = Match.Regex("pact-1", @"^[\x21-\x7e]{1,128}$"),
        ["traceparent"] = Match.Regex(
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"),
    };

    /// <summary>An idempotency key: that of one validation, or one derived from it.</summary>
    public static JsonNode IdempotencyKey => Match.Regex(ValidationId, "^[0-9a-v]{36}");

    /// <summary>Asks a provider at an address for one score.</summary>
    public static async Task<AttemptResult> ScoreAsync(string provider, Uri address, string key)
    {
        var settings = new FinRiskSettings
        {
            RiskShield = new RiskShieldSettings { BaseUrl = address },
            Backup = new BackupSettings(address),
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["RiskShield:ApiKey"] = key, ["Backup:ApiKey"] = key }).Build());
        services.AddFinRiskScoring(settings);
        await using var built = services.BuildServiceProvider();
        return await built.GetRequiredService<ProviderRegistry>().Find(provider)!.ScoreAsync(
            new VendorExchange
            {
                Applicant = new Applicant(
                    SampleApplicant.Jane.FirstName, SampleApplicant.Jane.LastName, SampleApplicant.Jane.IdNumber),
                ValidationId = Scoring.Ids.ValidationId.Parse(ValidationId),
                IdempotencyKey = ValidationId,
                CorrelationId = "pact-1",
                TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            },
            CancellationToken.None);
    }
}
