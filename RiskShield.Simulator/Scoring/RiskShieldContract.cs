using System.Buffers;
using System.Text.Json;
using RiskShield.Simulator.Faults;

namespace RiskShield.Simulator.Scoring;

/// <summary>The contract of RiskShield: <c>POST /v1/score</c> returns a score of 0 to 100 and its level.</summary>
internal sealed class RiskShieldContract : IVendorContract
{
    public string Path => "/v1/score";

    public string IdempotencyKeyHeader => "Idempotency-Key";

    public ReadOnlyMemory<byte> Unauthorized { get; } = """{"error":"unknown X-Api-Key"}"""u8.ToArray();

    public ReadOnlyMemory<byte> Malformed { get; } =
        """{"error":"firstName, lastName and idNumber are required, as JSON"}"""u8.ToArray();

    public string? KeyFrom(HttpRequest request) => request.Headers["X-Api-Key"] is [{ } key, ..] ? key : null;

    public ScoreRequest? Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return JsonSerializer.Deserialize(ref reader, SimulatorJson.Default.ScoreRequest);
    }

    public int ScoreOf(ScoreRequest applicant) => ApplicantScore.FromFields(applicant, ApplicantScore.ScoreCount);

    public ReadOnlyMemory<byte> BodyFor(int score, ScoreRequest applicant) => ApplicantScore.BodyFor(score);

    public ReadOnlyMemory<byte> UnusableBody(string name, ScoreRequest applicant) => UnusableBodies.Body(name);
}
