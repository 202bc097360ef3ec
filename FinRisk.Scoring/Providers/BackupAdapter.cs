using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinRisk.Scoring.Applicants;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The API of the backup provider (docs/contract.md, section 5). It returns a credit score from 300 to 850, which the setting
/// <c>Backup:Bands</c> converts to a RiskShield score and level.
/// </summary>
internal sealed partial class BackupAdapter(ScoreBands bands) : IProviderAdapter
{
    public string GetPath(VendorExchange exchange) => "/api/v2/credit-scores";

    public void AddHeaders(HttpRequestHeaders headers, VendorExchange exchange)
    {
        headers.TryAddWithoutValidation("Authorization", "Bearer " + exchange.ApiKey);
        headers.TryAddWithoutValidation("X-Request-Token", exchange.IdempotencyKey);
    }

    public byte[] WriteBody(VendorExchange exchange) => JsonSerializer.SerializeToUtf8Bytes(
        new Request(new Subject(exchange.Applicant), exchange.ValidationId.Value), BackupJson.Default.Request);

    /// <summary>
    /// Reads a whole <c>creditScore</c> from 300 to 850, which may be written <c>702.0</c>. Returns null unless the response also
    /// repeats the <c>reference</c> that was sent: a score under another reference belongs to another applicant.
    /// </summary>
    public VendorScore? ReadScore(JsonElement response, VendorExchange exchange)
    {
        if (!response.TryGetProperty("creditScore"u8, out var score) || score.ValueKind != JsonValueKind.Number
            || !response.TryGetProperty("reference"u8, out var reference) || reference.ValueKind != JsonValueKind.String
            || !reference.ValueEquals(exchange.ValidationId.Value))
        {
            return null;
        }

        return score.TryGetDecimal(out var points) && decimal.IsInteger(points)
            && points is >= ScoreBands.MinScore and <= ScoreBands.MaxScore
            ? bands.Convert((int)points)
            : null;
    }

    /// <summary>
    /// The request body. Not a record, as <see cref="Subject"/> is not: its ToString would contain the applicant.
    /// </summary>
    private sealed class Request(Subject subject, string reference)
    {
        public Subject Subject { get; } = subject;

        public string Reference { get; } = reference;
    }

    private sealed class Subject(Applicant applicant)
    {
        public string GivenName { get; } = applicant.FirstName;

        public string FamilyName { get; } = applicant.LastName;

        public string NationalId { get; } = applicant.IdNumber;
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
    [JsonSerializable(typeof(Request))]
    private sealed partial class BackupJson : JsonSerializerContext;
}
