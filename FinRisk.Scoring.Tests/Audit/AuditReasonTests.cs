using FinRisk.Scoring.Audit;

namespace FinRisk.Scoring.Tests.Audit;

/// <summary>An operator's reason is kept for years, so nothing personal may slip in.</summary>
public sealed class AuditReasonTests
{
    [Theory]
    [InlineData("vendor maintenance", "vendor maintenance")]
    [InlineData("  ticket OPS-12345  ", "ticket OPS-12345")]
    [InlineData("2026-11-22, 14:00 to 15:30", "2026-11-22, 14:00 to 15:30")]
    public void A_short_line_is_a_reason(string text, string reason)
    {
        Assert.True(AuditReason.TryRead(text, out var read));
        Assert.Equal(reason, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("two\nlines")]
    [InlineData("applicant 8001015009087 complained")]
    [InlineData("six digits: 123456")]
    [InlineData("other digits: ١٢٣٤٥٦")]
    public void Anything_else_is_not(string? text) => Assert.False(AuditReason.TryRead(text, out _));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void It_has_at_most_200_characters(int length, bool accepted) =>
        Assert.Equal(accepted, AuditReason.TryRead(new string('x', length), out _));
}
