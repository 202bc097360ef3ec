using FinRisk.Functions.Settings;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Functions.Http;

/// <summary>
/// Identifies the caller of a request that the Functions host has admitted. The caller is the object id of the principal that the
/// platform's authentication signed in, if the principal header is present and trusted; otherwise it is the function key. The
/// host checks function keys but does not pass their names to the worker, so a key's caller name is a one-way hash of the key.
/// </summary>
public sealed class CallerReader(FunctionsSettings settings)
{
    /// <summary>The name of a caller without a function key: on anonymous routes, and on a developer's machine.</summary>
    public const string Anonymous = "anonymous";

    private const string KeyQuery = "code";

    /// <summary>
    /// The caller of a request; null if the request must be refused because its principal header is invalid.
    /// </summary>
    public Caller? Read(HttpRequest request)
    {
        if (settings.Callers.TrustPrincipalHeader && request.Headers.TryGetValue(ClientPrincipal.Header, out var sent))
        {
            return sent is [var header] && ClientPrincipal.Read(header) is { } principal
                ? CreateCaller("principal-" + principal.ObjectId, principal.Roles.Contains(settings.Callers.OperatorRole))
                : null;
        }

        return CreateCaller(KeyName(request), hasRole: false);
    }

    private Caller CreateCaller(string name, bool hasRole) => new(
        name,
        hasRole || settings.Callers.Operators.Contains(name),
        settings.Callers.Permits.TryGetValue(name, out var permits) ? permits : null);

    private static string KeyName(HttpRequest request)
    {
        // This must be the key that the host has checked: the first header value, or the query's if there is no header.
        var keys = request.Headers.TryGetValue(Caller.KeyHeader, out var sent) ? sent : request.Query[KeyQuery];
        return keys is [{ Length: > 0 } key, ..] ? LookupHasher.CallerName(key) : Anonymous;
    }
}
