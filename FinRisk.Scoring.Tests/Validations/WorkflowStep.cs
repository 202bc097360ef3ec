namespace FinRisk.Scoring.Tests.Validations;

/// <summary>One step that a workflow took: what it asked for and what it got.</summary>
/// <param name="Kind"><c>call</c>, <c>ask</c>, <c>tell</c>, <c>wait</c> or <c>find</c>.</param>
/// <param name="Request">What it asked for.</param>
/// <param name="Answer">What it got.</param>
public sealed record WorkflowStep(string Kind, object Request, object? Answer);
