using System.Net;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>The guard before every operators' page (<c>/ops</c>), the same in every host.</summary>
public static class OperatorsOnly
{
    /// <summary>The refusal of a caller that is no operator; null where it may pass. The host has attached the caller.</summary>
    public static IResult? Refuse(HttpContext http) => http.GetCaller() switch
    {
        { IsOperator: false } => Problems.Create(http, ProblemKind.Forbidden, "This page is for operators; ask for an operator's key."),
        { IsAnybody: true } when !IsLoopback(http.Request.Host.Host) => Problems.Create(
            http, ProblemKind.Forbidden, "Without keys the operators' pages are served under localhost, 127.0.0.1 and [::1] only."),
        _ => null,
    };

    /// <summary>
    /// Where no keys are configured a page of the internet, opened in a browser on this machine, must not get in by letting its own
    /// name point here (DNS rebinding).
    /// </summary>
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
