using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RiskShield.Simulator.Scoring;

/// <summary>The applicant in a request: three required, non-empty strings, with the names of RiskShield's JSON.</summary>
internal sealed record ScoreRequest(string FirstName, string LastName, string IdNumber)
{
    /// <summary>The caller's reference, which the backup returns with the score; null for RiskShield.</summary>
    [JsonIgnore]
    public string? Reference { get; init; }

    /// <summary>Reads a request from a body; null if the body is not JSON with all fields that the vendor requires.</summary>
    public static ScoreRequest? Read(IVendorContract contract, in ReadOnlySequence<byte> body)
    {
        try
        {
            var request = contract.Read(body);
            return string.IsNullOrEmpty(request?.FirstName) || string.IsNullOrEmpty(request.LastName)
                || string.IsNullOrEmpty(request.IdNumber) ? null : request;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
