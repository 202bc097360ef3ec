using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator.Journal;

/// <summary>A call as the journal stores it: some of its headers and a hash of its body, without the applicant's data.</summary>
internal sealed class ReceivedCall
{
    public string? CorrelationId { get; private init; }

    public string? IdempotencyKey { get; private init; }

    public string? TraceParent { get; private init; }

    /// <summary>True if the API key was accepted when the call came in.</summary>
    public bool KeyValid { get; private init; }

    /// <summary>The SHA-256 hash of the body; empty until <see cref="HashBody"/> was called.</summary>
    public byte[] BodySha256 { get; private set; } = [];

    /// <summary>Reads the headers and checks the API key.</summary>
    public static ReceivedCall From(HttpRequest request, IVendorContract contract, AcceptedKeys keys) => new()
    {
        CorrelationId = First(request.Headers["X-Correlation-ID"]),
        IdempotencyKey = First(request.Headers[contract.IdempotencyKeyHeader]),
        TraceParent = First(request.Headers.TraceParent),
        KeyValid = keys.Accepts(contract.KeyFrom(request)),
    };

    /// <summary>Sets <see cref="BodySha256"/>.</summary>
    public void HashBody(in ReadOnlySequence<byte> body) =>
        BodySha256 = SHA256.HashData(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    private static string? First(StringValues values) => values.Count > 0 ? values[0] : null;
}
