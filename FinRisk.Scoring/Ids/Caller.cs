using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Ids;

/// <summary>
/// The authenticated sender of a request. Idempotency keys, validations and rate limits are per caller name.
/// </summary>
/// <param name="Name">The name of the caller's key or principal; never the key itself.</param>
/// <param name="IsOperator">
/// True if the caller may read every caller's validations and use the operators' pages (<c>/ops</c>).
/// </param>
/// <param name="Permits">
/// The number of requests per <c>RateLimit:Window</c> for this caller; 0: no limit; null: <c>RateLimit:Permits</c> applies.
/// </param>
public sealed record Caller(string Name, bool IsOperator = false, int? Permits = null)
{
    /// <summary>The request header with the caller's API key, the same in every host.</summary>
    public const string KeyHeader = "x-functions-key";

    /// <summary>
    /// True for the caller of every request to a host that demands no keys. Such a host listens on loopback only.
    /// </summary>
    public bool IsUnauthenticated { get; init; }
}

/// <summary>Carries the <see cref="Caller"/> from a host's authentication to the endpoints.</summary>
public static class CallerFeature
{
    /// <summary>Sets the caller of a request. The host's authentication calls it.</summary>
    public static void SetCaller(this HttpContext http, Caller caller) => http.Features.Set(caller);

    /// <summary>Returns the caller of a request.</summary>
    /// <exception cref="InvalidOperationException">The caller has not been set.</exception>
    public static Caller GetCaller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The host did not say who the caller is.");
}
