using System.Text;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// Computes scores: the 32-bit FNV-1a hash of the UTF-8 bytes of <c>firstName|lastName|idNumber</c>, modulo the number of scores
/// on the vendor's scale. Simple on purpose, so that tests can compute the expected score without the simulator's code.
/// </summary>
internal static class ApplicantScore
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The number of scores on RiskShield's scale, 0 to 100.</summary>
    public const int ScoreCount = 101;

    private static readonly byte[][] Bodies = [.. Enumerable.Range(0, ScoreCount).Select(CreateBody)];

    /// <summary>
    /// A score from 0 to <paramref name="scoreCount"/> - 1, which depends only on the bytes of the three fields.
    /// </summary>
    public static int FromFields(ScoreRequest applicant, int scoreCount)
    {
        var text = $"{applicant.FirstName}|{applicant.LastName}|{applicant.IdNumber}";
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[256 * 3] : new byte[text.Length * 3];
        var hash = OffsetBasis;
        foreach (var octet in utf8[..Encoding.UTF8.GetBytes(text, utf8)])
            hash = (hash ^ octet) * Prime;
        return (int)(hash % (uint)scoreCount);
    }

    /// <summary>The level of a RiskShield score: below 40 LOW, below 75 MEDIUM, below 90 HIGH, otherwise CRITICAL.</summary>
    public static string Level(int score) => score switch
    {
        < 40 => "LOW",
        < 75 => "MEDIUM",
        < 90 => "HIGH",
        _ => "CRITICAL",
    };

    /// <summary>RiskShield's JSON body for a score. All 101 bodies are created in advance.</summary>
    public static ReadOnlyMemory<byte> BodyFor(int score) => Bodies[score];

    private static byte[] CreateBody(int score) =>
        Encoding.UTF8.GetBytes($$"""{"riskScore":{{score}},"riskLevel":"{{Level(score)}}"}""");
}
