using System.Diagnostics.CodeAnalysis;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Authorizes access to the operators' pages (<c>/ops</c>), the same in every host.</summary>
public static class OperatorsOnly
{
    /// <summary>True if the caller is authorized. The host must have set the caller.</summary>
    /// <param name="http">The request.</param>
    /// <param name="refusal">The response 403, if the result is false.</param>
    public static bool TryAuthorize(HttpContext http, [NotNullWhen(false)] out IResult? refusal)
    {
        refusal = http.GetCaller() switch
        {
            { IsOperator: false } => Forbidden(http, "This page is for operators; ask for an operator's key."),

            // Without keys, a web page opened in a browser on this machine could gain access by making its own host name resolve
            // to this machine (DNS rebinding).
            { IsUnauthenticated: true } when !LoopbackName.IsLoopback(http.Request.Host.Host) =>
                Forbidden(http, "Without keys the operators' pages are served under localhost, 127.0.0.1 and [::1] only."),
            _ => null,
        };
        return refusal is null;
    }

    private static IResult Forbidden(HttpContext http, string detail) => Problems.Create(http, ProblemKind.Forbidden, detail);
}
