using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Ids;

/// <summary>Who sends a request, as the host found out. It scopes idempotency, status look-ups and rate limits.</summary>
/// <param name="Name">The name of the caller's key or principal; never the key itself.</param>
/// <param name="IsOperator">May look at every caller's validations and use the operators' pages (<c>/ops</c>).</param>
/// <param name="Permits">
/// Requests per <c>RateLimit:Window</c>, where this caller's own number overrides <c>RateLimit:Permits</c>; 0: no limit.
/// </param>
public sealed record Caller(string Name, bool IsOperator = false, int? Permits = null)
{
    /// <summary>The header that carries a caller's key, in every host.</summary>
    public const string KeyHeader = "x-functions-key";

    /// <summary>Nobody in particular: a host without keys takes everybody for this one, on loopback only.</summary>
    public bool IsAnybody { get; init; }
}

/// <summary>Carries the <see cref="Caller"/> from a host's authentication to the endpoints.</summary>
public static class CallerFeature
{
    /// <summary>Says who sends this request; for the host's authentication.</summary>
    public static void SetCaller(this HttpContext http, Caller caller) => http.Features.Set(caller);

    /// <summary>The caller that the host's authentication found.</summary>
    /// <exception cref="InvalidOperationException">The host has found none yet.</exception>
    public static Caller GetCaller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The host did not say who the caller is.");
}
