namespace FinRisk.Functions.Settings;

/// <summary>The identification of callers. Settings <c>Callers:*</c>.</summary>
public sealed record CallerSettings
{
    /// <summary>
    /// Setting <c>Callers:TrustPrincipalHeader</c>: true if the principal header of Container Apps authentication identifies the
    /// caller. Set it only if that authentication is on: it removes the header from incoming requests, and without it any caller
    /// could forge the header. Default false.
    /// </summary>
    public bool TrustPrincipalHeader { get; init; }

    /// <summary>
    /// Setting <c>Callers:OperatorRole</c>: the app role that makes a signed-in principal an operator. Default
    /// <c>FinRisk.Operator</c>.
    /// </summary>
    public string OperatorRole { get; init; } = "FinRisk.Operator";

    /// <summary>
    /// Setting <c>Callers:Permits</c>: caller name → requests per <c>RateLimit:Window</c>, for callers that
    /// <c>RateLimit:Permits</c> does not apply to; 0 means no limit. Configured as <c>name=permits</c>, separated by commas.
    /// Default none.
    /// </summary>
    public IReadOnlyDictionary<string, int> Permits { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Setting <c>Callers:Operators</c>: the names of callers that are operators, separated by commas. Default none.
    /// </summary>
    public IReadOnlySet<string> Operators { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
