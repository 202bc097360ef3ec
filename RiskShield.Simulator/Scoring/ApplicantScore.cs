using System.Text;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// The vendor's score: FNV-1a (32 bit) over the UTF-8 of <c>firstName|lastName|idNumber</c>, modulo 101. Simple on purpose,
/// so that a test can work out the right answer without sharing a type with the simulator.
/// </summary>
internal static class ApplicantScore
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;
    private const int Scores = 101;

    private static readonly byte[][] Answers = [.. Enumerable.Range(0, Scores).Select(Answer)];

    /// <summary>A score from 0 to 100, the same for the same three fields, byte for byte.</summary>
    public static int Of(ScoreRequest applicant)
    {
        var text = $"{applicant.FirstName}|{applicant.LastName}|{applicant.IdNumber}";
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[256 * 3] : new byte[text.Length * 3];
        var hash = OffsetBasis;
        foreach (var octet in utf8[..Encoding.UTF8.GetBytes(text, utf8)])
            hash = (hash ^ octet) * Prime;
        return (int)(hash % Scores);
    }

    /// <summary>The vendor's own bands: below 40 LOW, below 75 MEDIUM, below 90 HIGH, otherwise CRITICAL.</summary>
    public static string Level(int score) => score switch
    {
        < 40 => "LOW",
        < 75 => "MEDIUM",
        < 90 => "HIGH",
        _ => "CRITICAL",
    };

    /// <summary>The JSON answer to a score. There are only 101 of them, so they are written once.</summary>
    public static ReadOnlyMemory<byte> AnswerFor(int score) => Answers[score];

    private static byte[] Answer(int score) =>
        Encoding.UTF8.GetBytes($$"""{"riskScore":{{score}},"riskLevel":"{{Level(score)}}"}""");
}
