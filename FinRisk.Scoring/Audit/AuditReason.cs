namespace FinRisk.Scoring.Audit;

/// <summary>
/// The rule for the reason that an operator states for an action. The audit log retains it for years, so it must be one short
/// line without anything that looks like an ID number.
/// </summary>
public static class AuditReason
{
    /// <summary>The rule, as the error message states it.</summary>
    public const string Rule =
        "The reason must be one line of 1 to 200 characters, and must not contain six or more digits in a row: "
        + "it is kept for years, and personal data have no place in it.";

    private const int MaxLength = 200;
    private const int LongestNumber = 5;

    /// <summary>Trims a reason; returns false if it breaks <see cref="Rule"/>.</summary>
    public static bool TryRead(string? text, out string reason)
    {
        reason = text?.Trim() ?? "";
        return reason is { Length: > 0 and <= MaxLength } && !reason.Any(char.IsControl) && !ContainsLongNumber(reason);
    }

    private static bool ContainsLongNumber(string text)
    {
        var digits = 0;
        foreach (var character in text)
        {
            digits = char.IsDigit(character) ? digits + 1 : 0;
            if (digits > LongestNumber)
                return true;
        }

        return false;
    }
}
