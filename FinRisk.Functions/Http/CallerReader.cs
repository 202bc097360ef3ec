using FinRisk.Functions.Settings;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Functions.Http;

/// <summary>
/// Names the caller of a request that the Functions host let pass: the object id of whoever the platform's authentication signed
/// in, where that is trusted; otherwise the key. The host checks keys but does not tell the worker whose they are, so a key's
/// name is a hash of it: stable, different for each key, and no way back.
/// </summary>
public sealed class CallerReader(FunctionsSettings settings)
{
    /// <summary>Where no key is asked for: health, and a developer's own machine.</summary>
    public const string Nobody = "anonymous";

    private const string KeyQuery = "code";

    /// <summary>
    /// Who sends this request; null where a principal is handed over that cannot be read, and the request must be refused.
    /// </summary>
    public Caller? Read(HttpRequest request)
    {
        if (settings.Callers.TrustPrincipalHeader && request.Headers.TryGetValue(ClientPrincipal.Header, out var sent))
        {
            return sent is [var header] && ClientPrincipal.Read(header) is { } principal
                ? Named("principal-" + principal.ObjectId, principal.Roles.Contains(settings.Callers.OperatorRole))
                : null;
        }

        return Named(KeyName(request), hasRole: false);
    }

    private Caller Named(string name, bool hasRole) => new(
        name,
        hasRole || settings.Callers.Operators.Contains(name),
        settings.Callers.Permits.TryGetValue(name, out var permits) ? permits : null);

    private static string KeyName(HttpRequest request)
    {
        // The same key the host has checked: the first one of the header, and only without a header the query's.
        var keys = request.Headers.TryGetValue(Caller.KeyHeader, out var sent) ? sent : request.Query[KeyQuery];
        return keys is [{ Length: > 0 } key, ..] ? LookupHasher.CallerName(key) : Nobody;
    }
}
