using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinRisk.Scoring.Applicants;

namespace FinRisk.Scoring.Providers;

/// <summary>RiskShield's API (docs/contract.md, section 5). Score and level are passed on as received.</summary>
internal sealed partial class RiskShieldAdapter(RiskShieldSettings settings) : IProviderAdapter
{
    public string GetPath(VendorExchange exchange) => (exchange.UsesCandidatePath ? settings.CandidatePath : null) ?? "/v1/score";

    public void AddHeaders(HttpRequestHeaders headers, VendorExchange exchange)
    {
        headers.TryAddWithoutValidation("X-Api-Key", exchange.ApiKey);
        headers.TryAddWithoutValidation("Idempotency-Key", exchange.IdempotencyKey);
    }

    public byte[] WriteBody(VendorExchange exchange) =>
        JsonSerializer.SerializeToUtf8Bytes(exchange.Applicant, RiskShieldJson.Default.Applicant);

    /// <summary>
    /// Reads a whole <c>riskScore</c> from 0 to 100, which may be written <c>72.0</c>, and a known <c>riskLevel</c>; null
    /// otherwise.
    /// </summary>
    public VendorScore? ReadScore(JsonElement response, VendorExchange exchange)
    {
        if (!response.TryGetProperty("riskScore"u8, out var score) || score.ValueKind != JsonValueKind.Number
            || !response.TryGetProperty("riskLevel"u8, out var level) || level.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return score.TryGetDecimal(out var points) && points is >= 0 and <= 100 && decimal.IsInteger(points)
            && RiskLevels.FromWire(level.GetString()) is { } known
            ? new VendorScore((int)points, known)
            : null;
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
    [JsonSerializable(typeof(Applicant))]
    private sealed partial class RiskShieldJson : JsonSerializerContext;
}
