namespace FinRisk.Functions.Settings;

/// <summary>How callers are told apart. Settings <c>Callers:*</c>.</summary>
public sealed record CallerSettings
{
    /// <summary>
    /// Whether the principal that Container Apps authentication hands over names the caller. Only where that is switched on: it
    /// strips the headers from what callers send, and without it anybody could write them. Default false.
    /// </summary>
    public bool TrustPrincipalHeader { get; init; }

    /// <summary>The app role that makes a signed-in principal an operator. Default <c>FinRisk.Operator</c>.</summary>
    public string OperatorRole { get; init; } = "FinRisk.Operator";

    /// <summary>
    /// Callers with a number of requests of their own, as <c>name=permits</c> separated by commas; 0: no limit. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, int> Permits { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The names of callers that may look at every caller's validations, separated by commas. Default none.</summary>
    public IReadOnlySet<string> Operators { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
