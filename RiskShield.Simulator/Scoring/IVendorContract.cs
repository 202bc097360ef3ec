using System.Buffers;
using RiskShield.Simulator.Faults;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// The differences between the simulated vendors: path, headers, scale, and the JSON of requests and responses.
/// </summary>
internal interface IVendorContract
{
    /// <summary>The path of the scoring endpoint.</summary>
    string Path { get; }

    /// <summary>The header that carries the idempotency key.</summary>
    string IdempotencyKeyHeader { get; }

    /// <summary>The JSON body of the 401 for an invalid API key.</summary>
    ReadOnlyMemory<byte> Unauthorized { get; }

    /// <summary>The JSON body of the 400 for an invalid request.</summary>
    ReadOnlyMemory<byte> Malformed { get; }

    /// <summary>The API key of a call; null if it has none.</summary>
    string? KeyFrom(HttpRequest request);

    /// <summary>Reads the request from a body; null if a required field is missing.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not valid JSON for the request.</exception>
    ScoreRequest? Read(in ReadOnlySequence<byte> body);

    /// <summary>The score on this vendor's scale, which depends only on the bytes of the applicant's three fields.</summary>
    int ScoreOf(ScoreRequest applicant);

    /// <summary>The JSON body of a response with a score.</summary>
    ReadOnlyMemory<byte> BodyFor(int score, ScoreRequest applicant);

    /// <summary>The body from <see cref="UnusableBodies"/> for the fault <paramref name="name"/>.</summary>
    ReadOnlyMemory<byte> UnusableBody(string name, ScoreRequest applicant);
}
