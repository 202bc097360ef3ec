using System.Threading.RateLimiting;

namespace FinRisk.Scoring.RiskShield;

/// <summary>The leave to make one call, given back when that has ended; or the refusal of it.</summary>
/// <param name="Place">The place among the calls in flight; null: refused.</param>
/// <param name="Wait">Refused: after how long it makes sense to ask again.</param>
internal readonly record struct VendorPermit(RateLimitLease? Place, TimeSpan Wait = default) : IDisposable
{
    /// <summary>Whether the call may be made.</summary>
    public bool IsGranted => Place is not null;

    public void Dispose() => Place?.Dispose();
}
