namespace FinRisk.Client;

/// <summary>
/// The outcome is unknown: FinRisk was not reached, the connection broke at every try, or the response violates the contract.
/// FinRisk may have accepted the validation nevertheless. Call again with <see cref="IdempotencyKey"/> and the same applicant:
/// FinRisk then returns that validation, if there is one, and the vendor does not bill a second score. Contains no data of the
/// applicant.
/// </summary>
public sealed class FinRiskClientException : Exception
{
    internal FinRiskClientException(string message, string? idempotencyKey, string correlationId, Exception? cause = null)
        : base(message, cause) => (IdempotencyKey, CorrelationId) = (idempotencyKey, correlationId);

    /// <summary>The idempotency key of the request; null if the request read a validation.</summary>
    public string? IdempotencyKey { get; }

    /// <summary>The correlation id of the request.</summary>
    public string CorrelationId { get; }

    /// <summary>The id of the validation; null if FinRisk has not returned it yet.</summary>
    public string? ValidationId { get; internal init; }
}
