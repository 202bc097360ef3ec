namespace FinRisk.Scoring.Operations;

/// <summary>The host that answers, in the words of the operators' page.</summary>
/// <param name="Kind"><c>local</c> or <c>functions</c>.</param>
/// <param name="Figures">What the counted figures reach over.</param>
/// <param name="Unfinished">What the list of unfinished validations reaches over.</param>
/// <param name="DurableStatus">
/// The path of an instance's Durable status, with <c>{validationId}</c>, where the host has one.
/// </param>
public sealed record HostDescription(string Kind, string Figures, string Unfinished, string? DurableStatus = null);
