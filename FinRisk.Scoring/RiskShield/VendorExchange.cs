using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// One call to the vendor while it is under way: what is asked for, and what has become of it. Holds an open applicant, so it
/// lives only as long as the call.
/// </summary>
internal sealed class VendorExchange
{
    private static readonly AsyncLocal<VendorExchange?> Ambient = new();

    private VendorConnection? _connection;
    private long _receivedBefore;

    /// <summary>The exchange whose request is being written by this flow of execution.</summary>
    public static VendorExchange? Current => Ambient.Value;

    public required Applicant Applicant { get; init; }

    /// <summary>Names the call in logs.</summary>
    public required ValidationId ValidationId { get; init; }

    /// <summary>Sent as <c>Idempotency-Key</c>: calls with the same one are one bill.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Sent as <c>X-Correlation-ID</c>.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>Sent as <c>traceparent</c> (W3C Trace Context), where there is one.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The vendor's candidate path scores, where there is one.</summary>
    public bool ToCandidate { get; init; }

    /// <summary>The circuit waits for how it ends.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Sent as <c>X-Api-Key</c>.</summary>
    public string Key { get; set; } = "";

    /// <summary>When the call got its permit: the clock's timestamp from which its time counts.</summary>
    public long StartedAt { get; set; }

    /// <summary>A connection that the vendor had closed was met: the repetition takes a new one.</summary>
    public bool NeedsNewConnection { get; set; }

    /// <summary>
    /// Whether the request went out on a connection that had served before and brought no byte of a response since: most likely
    /// it had been closed at the other end, unseen here.
    /// </summary>
    public bool IsStale => _connection is not null && _receivedBefore > 0 && _connection.Received == _receivedBefore;

    /// <summary>Makes this the exchange of the calling method's flow.</summary>
    public void Begin()
    {
        (_connection, _receivedBefore) = (null, 0);
        Ambient.Value = this;
    }

    /// <summary>The request is written to a connection.</summary>
    public void Use(VendorConnection connection)
    {
        if (_connection != connection)
            (_connection, _receivedBefore) = (connection, connection.Received);
    }
}
