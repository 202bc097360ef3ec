using System.Buffers;
using System.Text;
using System.Text.Json;
using RiskShield.Simulator.Faults;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// The contract of the backup vendor: <c>POST /api/v2/credit-scores</c> returns a credit score of 300 to 850 and the caller's
/// reference.
/// </summary>
internal sealed class BackupContract : IVendorContract
{
    private const int MinScore = 300;
    private const int ScoreCount = 551;
    private const string Bearer = "Bearer ";

    public string Path => "/api/v2/credit-scores";

    public string IdempotencyKeyHeader => "X-Request-Token";

    public ReadOnlyMemory<byte> Unauthorized { get; } = """{"title":"unknown token"}"""u8.ToArray();

    public ReadOnlyMemory<byte> Malformed { get; } =
        """{"title":"subject.givenName, subject.familyName, subject.nationalId and reference are required"}"""u8.ToArray();

    public string? KeyFrom(HttpRequest request) =>
        request.Headers.Authorization is [{ } value, ..] && value.StartsWith(Bearer, StringComparison.Ordinal)
            ? value[Bearer.Length..]
            : null;

    public ScoreRequest? Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var request = JsonSerializer.Deserialize(ref reader, SimulatorJson.Default.CreditScoreRequest);
        return request is { Subject: { } subject, Reference.Length: > 0 }
            ? new ScoreRequest(subject.GivenName, subject.FamilyName, subject.NationalId) { Reference = request.Reference }
            : null;
    }

    public int ScoreOf(ScoreRequest applicant) => MinScore + ApplicantScore.FromFields(applicant, ScoreCount);

    public ReadOnlyMemory<byte> BodyFor(int score, ScoreRequest applicant) => Encoding.UTF8.GetBytes(
        $$"""{"creditScore":{{score}},"reference":{{Quote(applicant.Reference)}}}""");

    public ReadOnlyMemory<byte> UnusableBody(string name, ScoreRequest applicant) => Encoding.UTF8.GetBytes(
        UnusableBodies.BackupBody(name).Replace("{reference}", Quote(applicant.Reference), StringComparison.Ordinal));

    private static string Quote(string? text) => "\"" + JsonEncodedText.Encode(text ?? "") + "\"";
}

/// <summary>The JSON body of a request to the backup.</summary>
internal sealed record CreditScoreRequest(CreditScoreSubject? Subject, string? Reference);

/// <summary>The applicant in a request to the backup.</summary>
internal sealed record CreditScoreSubject(string GivenName, string FamilyName, string NationalId);
