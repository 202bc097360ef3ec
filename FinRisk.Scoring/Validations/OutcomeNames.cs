namespace FinRisk.Scoring.Validations;

/// <summary>A validation's end in one word, the same in metrics and traces.</summary>
internal static class OutcomeNames
{
    public static string Of(ValidationOutcome outcome) => outcome switch
    {
        { Failure: { } failure } => failure.ToString(),
        { DegradedBy: not null } => "Degraded",
        _ => "Scored",
    };
}
