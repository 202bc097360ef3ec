using FinRisk.Functions.Scores;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Tests.Scores;

/// <summary>The score history in a real table service.</summary>
[Collection(AzuriteTests.Name)]
public sealed class ScoreTableTests(Azurite azurite)
{
    /// <summary>The newest one is found, under its applicant alone.</summary>
    [NodeFact]
    public async Task The_newest_score_of_an_applicant_is_found()
    {
        using var host = TestHost.Build(TestHost.Settings(azurite.ConnectionString));
        var table = host.Services.GetRequiredService<ScoreTable>();
        var newest = new StoredScore(new VendorScore(91, RiskLevel.Critical), Samples.Moment.AddMinutes(1), Samples.Id(2));
        await table.SaveAsync("a-key", new StoredScore(new VendorScore(7, RiskLevel.Low), Samples.Moment, Samples.Id(1)));
        await table.SaveAsync("a-key", newest);

        Assert.Equal(newest, await table.FindAsync("a-key", default));
        Assert.Null(await table.FindAsync("another-key", default));
    }

    /// <summary>Old ones go, young ones and those of other slices stay.</summary>
    [NodeFact]
    public async Task A_purge_takes_old_scores_of_its_slice()
    {
        using var host = TestHost.Build(TestHost.Settings(azurite.ConnectionString));
        var table = host.Services.GetRequiredService<ScoreTable>();
        var score = new VendorScore(7, RiskLevel.Low);
        await table.SaveAsync("x-old", new StoredScore(score, Samples.Moment.AddDays(-31), Samples.Id(3)));
        await table.SaveAsync("x-young", new StoredScore(score, Samples.Moment, Samples.Id(4)));
        await table.SaveAsync("y-old", new StoredScore(score, Samples.Moment.AddDays(-31), Samples.Id(3)));
        await table.PurgeAsync('x', Samples.Moment.AddDays(-30), default);

        Assert.Null(await table.FindAsync("x-old", default));
        Assert.NotNull(await table.FindAsync("x-young", default));
        Assert.NotNull(await table.FindAsync("y-old", default));
    }

    /// <summary>Storage that is away neither holds up nor fails an answer.</summary>
    [NodeFact]
    public async Task Without_storage_a_score_is_not_kept_and_nothing_breaks()
    {
        using var host = TestHost.Build(TestHost.Settings(
            "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:9/a;"
                + "BlobEndpoint=http://127.0.0.1:9/a;"));
        var table = host.Services.GetRequiredService<ScoreTable>();
        await table.SaveAsync("a-key", new StoredScore(new VendorScore(7, RiskLevel.Low), Samples.Moment, Samples.Id(5)));
        Assert.False(await table.IsUsableAsync(default));
    }
}
