namespace FinRisk.Scoring.Audit;

/// <summary>
/// Why an operator acts, as the audit log may keep it for years: one short line, without anything that looks like an ID number.
/// </summary>
public static class AuditReason
{
    /// <summary>What is allowed, for the one who wrote something else.</summary>
    public const string Rule =
        "The reason must be one line of 1 to 200 characters, and must not hold six or more digits in a row: it is kept for years, and personal data have no place in it.";

    private const int MaxLength = 200;
    private const int LongestNumber = 5;

    /// <summary>Trims a reason; false where it breaks <see cref="Rule"/>.</summary>
    public static bool TryRead(string? text, out string reason)
    {
        reason = text?.Trim() ?? "";
        return reason is { Length: > 0 and <= MaxLength } && !reason.Any(char.IsControl) && !HoldsLongNumber(reason);
    }

    private static bool HoldsLongNumber(string text)
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
