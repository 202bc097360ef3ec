using FinRisk.Functions.Settings;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Privacy;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Functions.Http;

/// <summary>
/// Names the caller of a request that the Functions host let pass. The host checks the key but does not say whose it is, so the
/// name is a hash of it: stable, different for each key, and no way back to the key.
/// </summary>
public sealed class CallerReader(FunctionsSettings settings)
{
    /// <summary>Where no key is asked for: health, and a developer's own machine.</summary>
    public const string Nobody = "anonymous";

    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL-ID";
    private const string KeyHeader = "x-functions-key";
    private const string KeyQuery = "code";

    /// <summary>Who sends this request.</summary>
    public Caller Read(HttpRequest request)
    {
        var name = NameOf(request);
        return new Caller(name, settings.Callers.Operators.Contains(name));
    }

    private string NameOf(HttpRequest request)
    {
        if (settings.Callers.TrustPrincipalHeader && request.Headers[PrincipalHeader] is [{ Length: > 0 } principal])
            return "principal-" + principal;

        // The same key the host has checked: the first one of the header, and only without a header the query's.
        var keys = request.Headers.TryGetValue(KeyHeader, out var sent) ? sent : request.Query[KeyQuery];
        return keys is [{ Length: > 0 } key, ..] ? LookupHasher.CallerName(key) : Nobody;
    }
}
