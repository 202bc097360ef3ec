using System.Buffers;
using System.Text.Json;

namespace RiskShield.Simulator.Scoring;

/// <summary>The vendor's request: three required, non-empty strings.</summary>
internal sealed record ScoreRequest(string FirstName, string LastName, string IdNumber)
{
    /// <summary>The request in a body, or null if it is not a JSON object with the three fields.</summary>
    public static ScoreRequest? Read(in ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var request = JsonSerializer.Deserialize(ref reader, SimulatorJson.Default.ScoreRequest);
            return string.IsNullOrEmpty(request?.FirstName) || string.IsNullOrEmpty(request.LastName)
                || string.IsNullOrEmpty(request.IdNumber) ? null : request;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
