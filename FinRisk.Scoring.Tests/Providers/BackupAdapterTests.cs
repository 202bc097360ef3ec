using System.Text.Json;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Validations;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>The backup's contract: its request word by word, and which responses hold a score.</summary>
public sealed class BackupAdapterTests
{
    [Fact]
    public async Task The_request_is_the_backups_in_path_headers_and_body()
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore("702"));
        var result = await bench.ScoreAsync("backup");
        Assert.Equal((AttemptStatus.Scored, new VendorScore(27, RiskLevel.Medium)), (result.Status, result.Score));

        var call = Assert.Single(bench.Backup.Received);
        Assert.Equal(("POST", "/api/v2/credit-scores"), (call.Method, call.Path));
        Assert.Equal("Bearer backup-key", call.Headers["Authorization"]);
        Assert.Equal(Sample.Id.Value + ".backup.1", call.Headers["X-Request-Token"]);
        Assert.Equal("corr-1", call.Headers["X-Correlation-ID"]);
        Assert.Equal("application/json", call.Headers["Content-Type"]);
        Assert.DoesNotContain("X-Api-Key", call.Headers.Keys);
        Assert.DoesNotContain("Idempotency-Key", call.Headers.Keys);
        var jane = Samples.Jane;
        Assert.Equal(
            JsonSerializer.Serialize(new
            {
                subject = new { givenName = jane.FirstName, familyName = jane.LastName, nationalId = jane.IdNumber },
                reference = Sample.Id.Value,
            }),
            call.Body);
    }

    [Theory]
    [InlineData("300", 100, RiskLevel.Critical)]
    [InlineData("850", 0, RiskLevel.Low)]
    [InlineData("702.0", 27, RiskLevel.Medium)]
    [InlineData("7.02e2", 27, RiskLevel.Medium)]
    public async Task A_whole_number_of_the_scale_is_a_score(string score, int riskScore, RiskLevel level)
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore(score));
        Assert.Equal(new VendorScore(riskScore, level), (await bench.ScoreAsync("backup")).Score);
    }

    [Theory]
    [InlineData("299")]
    [InlineData("851")]
    [InlineData("-300")]
    [InlineData("702.5")]
    [InlineData("299.9999999")]
    [InlineData("850.0000001")]
    [InlineData("1e400")]
    [InlineData("\"702\"")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task Anything_else_is_none(string score)
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore(score));
        var result = await bench.ScoreAsync("backup");
        Assert.Equal((AttemptStatus.InvalidResponse, (VendorScore?)null), (result.Status, result.Score));
    }

    [Theory]
    [InlineData("""{"creditScore":702}""")]
    [InlineData("""{"creditScore":702,"reference":"of-another-applicant"}""")]
    [InlineData("""{"creditScore":702,"reference":null}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"MEDIUM"}""")]
    public async Task A_score_under_another_reference_is_another_applicants(string body)
    {
        await using var bench = await ProviderPairBench.StartAsync(Answers.Body(body));
        Assert.Equal(AttemptStatus.InvalidResponse, (await bench.ScoreAsync("backup")).Status);
    }

    [Fact]
    public async Task The_levels_bounds_are_settings()
    {
        var settings = new BackupSettings(new Uri("https://replaced.example")) { Bands = new ScoreBands(703, 702, 301) };
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore("702"), settings);
        Assert.Equal(RiskLevel.Medium, (await bench.ScoreAsync("backup")).Score!.RiskLevel);
    }
}
