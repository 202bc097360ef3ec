using System.Diagnostics.CodeAnalysis;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>The guard before every operators' page (<c>/ops</c>), the same in every host.</summary>
public static class OperatorsOnly
{
    /// <summary>Whether the caller may pass. The host has attached the caller.</summary>
    /// <param name="http">The request.</param>
    /// <param name="refusal">The 403 of a caller that may not.</param>
    public static bool TryAuthorize(HttpContext http, [NotNullWhen(false)] out IResult? refusal)
    {
        refusal = http.GetCaller() switch
        {
            { IsOperator: false } => Forbidden(http, "This page is for operators; ask for an operator's key."),

            // A page of the internet, opened in a browser on this machine, must not get in by letting its own name point here
            // (DNS rebinding).
            { IsAnybody: true } when !LoopbackName.IsLoopback(http.Request.Host.Host) =>
                Forbidden(http, "Without keys the operators' pages are served under localhost, 127.0.0.1 and [::1] only."),
            _ => null,
        };
        return refusal is null;
    }

    private static IResult Forbidden(HttpContext http, string detail) => Problems.Create(http, ProblemKind.Forbidden, detail);
}
