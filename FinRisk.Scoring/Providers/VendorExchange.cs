using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The state of one attempt while it is under way: what to send to the provider, and which connection the request went out on. It
/// contains an unencrypted applicant, so it must not live longer than the attempt.
/// </summary>
internal sealed class VendorExchange
{
    private static readonly AsyncLocal<VendorExchange?> Ambient = new();

    private VendorConnection? _connection;
    private long _receivedBeforeSend;

    /// <summary>The exchange whose request the current asynchronous flow sends; null outside of a call.</summary>
    public static VendorExchange? Current => Ambient.Value;

    /// <summary>The applicant to score. Sent to the provider, never logged.</summary>
    public required Applicant Applicant { get; init; }

    /// <summary>The id of the validation that the attempt belongs to. The backup provider is sent it as a reference.</summary>
    public required ValidationId ValidationId { get; init; }

    /// <summary>
    /// The idempotency key for the provider, which bills calls with the same key once. The adapter chooses the header.
    /// </summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The correlation id of the request that started the validation, sent as <c>X-Correlation-ID</c>.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>
    /// The trace context (W3C Trace Context), sent as <c>traceparent</c> unless the call has a span of its own; null: none.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>True to call <c>RiskShield:CandidatePath</c> instead of the normal path, if it is configured.</summary>
    public bool UsesCandidatePath { get; init; }

    /// <summary>True if the call is the probe of a half-open circuit, which may wait only a short time for a permit.</summary>
    public bool IsProbe { get; init; }

    /// <summary>The provider's API key. Replaced if the provider refuses it and a newer one can be read.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the call got its permit.</summary>
    public long StartedAt { get; set; }

    /// <summary>True if the pooled connection was stale, so that the request is repeated on a new connection.</summary>
    public bool NeedsNewConnection { get; set; }

    /// <summary>
    /// True if the request was sent on a connection that had been used before, and no byte of a response has arrived since. Most
    /// likely the provider had already closed the connection, so the request was not handled.
    /// </summary>
    public bool HasStaleConnection =>
        _connection is not null && _receivedBeforeSend > 0 && _connection.BytesReceived == _receivedBeforeSend;

    /// <summary>
    /// Prepares for sending the request, the first time or again: makes this the <see cref="Current"/> exchange of the calling
    /// method's asynchronous flow.
    /// </summary>
    public void BeginSend()
    {
        (_connection, _receivedBeforeSend) = (null, 0);
        Ambient.Value = this;
    }

    /// <summary>Notes the connection that the request is written to. Called by the connection at each write.</summary>
    public void AttachConnection(VendorConnection connection)
    {
        if (_connection != connection)
            (_connection, _receivedBeforeSend) = (connection, connection.BytesReceived);
    }
}
