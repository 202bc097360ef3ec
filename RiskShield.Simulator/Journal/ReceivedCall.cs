using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator.Journal;

/// <summary>What is remembered of a call: its headers of interest and a digest of its body, never the applicant.</summary>
internal sealed class ReceivedCall
{
    public string? CorrelationId { get; private init; }

    public string? IdempotencyKey { get; private init; }

    public string? TraceParent { get; private init; }

    /// <summary>Whether the <c>X-Api-Key</c> was accepted when the call came in.</summary>
    public bool KeyValid { get; private init; }

    /// <summary>SHA-256 of the body as received.</summary>
    public byte[] BodySha256 { get; private set; } = [];

    public static ReceivedCall From(HttpRequest request, AcceptedKeys keys) => new()
    {
        CorrelationId = First(request.Headers["X-Correlation-ID"]),
        IdempotencyKey = First(request.Headers["Idempotency-Key"]),
        TraceParent = First(request.Headers.TraceParent),
        KeyValid = keys.Accepts(First(request.Headers["X-Api-Key"])),
    };

    public void Digest(in ReadOnlySequence<byte> body) =>
        BodySha256 = SHA256.HashData(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    private static string? First(StringValues values) => values.Count > 0 ? values[0] : null;
}
