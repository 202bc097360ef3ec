using System.Globalization;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// What is known of a validation's bill, and so of the vendor's idempotency key. A vendor may store an error under a key and
/// replay it, so a fresh attempt of the caller would never get past it; but a fresh key where a call may have been billed unseen
/// could be billed twice, and that weighs more. Durable: members are only added, and added as optional.
/// </summary>
/// <param name="Run">How often the vendor's key was changed, 0 or more.</param>
/// <param name="HasError">A call of this run brought a 5xx.</param>
/// <param name="MayBeBilled">A call of this run may have been billed although no score came back.</param>
public sealed record VendorBilling(int Run = 0, bool HasError = false, bool MayBeBilled = false)
{
    /// <summary>Before the first call.</summary>
    public static VendorBilling None { get; } = new();

    /// <summary>
    /// The vendor's idempotency key: the validation's id, and the run where a former one left nothing but errors.
    /// </summary>
    public string KeyFor(string validationId) =>
        Run == 0 ? validationId : string.Create(CultureInfo.InvariantCulture, $"{validationId}.{Run}");

    /// <summary>After one more call.</summary>
    public VendorBilling After(AttemptStatus status) => status switch
    {
        AttemptStatus.ServerError => HasError ? this : this with { HasError = true },
        AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.Deferred or AttemptStatus.LocalFault
            or AttemptStatus.InvalidResponse => MayBeBilled ? this : this with { MayBeBilled = true },
        _ => this,
    };

    /// <summary>For a fresh attempt of the same idempotency key.</summary>
    public VendorBilling Next() => HasError && !MayBeBilled ? new VendorBilling(Run + 1) : this;
}
