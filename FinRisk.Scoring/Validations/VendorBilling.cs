using System.Globalization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Records whether a provider may have billed a validation, which decides the idempotency key of later calls to that provider. A
/// provider may store an error under an idempotency key and return it again, so a new key is needed after a 5xx. But if a call
/// may have been billed although no score arrived, a new key risks a second bill. So the key changes only if nothing can have
/// been billed. Stored, so members are only ever added, and only as optional members.
/// </summary>
/// <param name="Run">How many times the idempotency key has changed, 0 or more.</param>
/// <param name="HasError">True if the provider responded with a 5xx to a call under the present key.</param>
/// <param name="MayBeBilled">True if a call under the present key may have been billed although no score arrived.</param>
public sealed record VendorBilling(int Run = 0, bool HasError = false, bool MayBeBilled = false)
{
    /// <summary>The state before the first call.</summary>
    public static VendorBilling None { get; } = new();

    /// <summary>
    /// Returns the idempotency key for a provider: the validation id, followed by <c>.backup</c> for the backup provider, and by
    /// a number once the key has changed.
    /// </summary>
    public string IdempotencyKeyFor(ValidationId validationId, string provider)
    {
        var key = provider == ProviderName.RiskShield ? validationId.Value : validationId.Value + ".backup";
        return Run == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}.{Run}");
    }

    /// <summary>Returns the state after one more call with this status.</summary>
    public VendorBilling After(AttemptStatus status) => status switch
    {
        AttemptStatus.ServerError => HasError ? this : this with { HasError = true },
        AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.Deferred or AttemptStatus.LocalFault
            or AttemptStatus.InvalidResponse => MayBeBilled ? this : this with { MayBeBilled = true },
        _ => this,
    };

    /// <summary>
    /// Returns the state for the next run of the validation: when the caller sends the request again under its idempotency key,
    /// and when a validation tries again during an outage. Changes the key if that cannot cause a second bill.
    /// </summary>
    public VendorBilling ForNextRun() => HasError && !MayBeBilled ? new VendorBilling(Run + 1) : this;
}
