using System.Globalization;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Whether the vendor may have billed this validation, which decides the idempotency key that the vendor is sent when the caller
/// sends the request again. A vendor may store an error under a key and replay it, so a new key is needed to get past it; but
/// where a call may have been billed without our seeing its score, a new key risks a second bill. So the key changes only where
/// nothing can have been billed. Durable: members are only added, and added as optional.
/// </summary>
/// <param name="Run">How often the vendor's key was changed, 0 or more.</param>
/// <param name="HasError">Whether a call under the present key was answered with a 5xx.</param>
/// <param name="MayBeBilled">Whether a call under the present key may have been billed although no score came back.</param>
public sealed record VendorBilling(int Run = 0, bool HasError = false, bool MayBeBilled = false)
{
    /// <summary>The state before the first call.</summary>
    public static VendorBilling None { get; } = new();

    /// <summary>
    /// The idempotency key for the vendor: the validation's id, followed by the number of the run once the key has changed.
    /// </summary>
    public string KeyFor(string validationId) =>
        Run == 0 ? validationId : string.Create(CultureInfo.InvariantCulture, $"{validationId}.{Run}");

    /// <summary>The state after one more call.</summary>
    public VendorBilling After(AttemptStatus status) => status switch
    {
        AttemptStatus.ServerError => HasError ? this : this with { HasError = true },
        AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.Deferred or AttemptStatus.LocalFault
            or AttemptStatus.InvalidResponse => MayBeBilled ? this : this with { MayBeBilled = true },
        _ => this,
    };

    /// <summary>The state for a request that the caller sends again under the same idempotency key.</summary>
    public VendorBilling Next() => HasError && !MayBeBilled ? new VendorBilling(Run + 1) : this;
}
