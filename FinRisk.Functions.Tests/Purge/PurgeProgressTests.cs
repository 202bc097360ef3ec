using Azure.Data.Tables;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Scores;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Functions.Tests.Purge;

/// <summary>
/// Scores go when their time has come: not later where the host is seldom up, not earlier where its clock jumps.
/// </summary>
[Collection(AzuriteTests.Name)]
public sealed class PurgeProgressTests(Azurite azurite) : IAsyncLifetime
{
    private const string HashAlphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2031, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private IHost _host = null!;

    private ScoreTable Scores => _host.Services.GetRequiredService<ScoreTable>();

    private ScorePurge Purge => _host.Services.GetRequiredService<ScorePurge>();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _host = TestHost.Build(
            TestHost.Settings(azurite.ConnectionString), services => services.AddSingleton<TimeProvider>(_clock));
        await _host.Services.GetRequiredService<StorageClients>().Table(PurgeProgress.TableName).DeleteAsync();
        await Purge.PurgeAsync(default);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _host.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Up for an hour a day, four runs: after two days no slice has been left out.</summary>
    [NodeFact]
    public async Task A_host_that_is_up_for_an_hour_a_day_purges_every_slice()
    {
        await SaveAsync(age: Retention + TimeSpan.FromHours(1));
        for (var day = 0; day < 2; day++)
        {
            _clock.Advance(TimeSpan.FromHours(23));
            for (var run = 0; run < 4; run++)
            {
                _clock.Advance(PurgeFunction.Interval);
                await Purge.PurgeAsync(default);
            }
        }

        Assert.Equal(0, await CountAsync());
    }

    /// <summary>Sixty days ahead, as after a wrong time server: a run takes half a day's scores at most.</summary>
    [NodeFact]
    public async Task A_clock_that_jumps_ahead_purges_half_a_day_at_most()
    {
        await SaveAsync(age: Retention - PurgeProgress.MaxStep - TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromDays(60));
        await Purge.PurgeAsync(default);
        Assert.Equal(HashAlphabet.Length, await CountAsync());

        // The clock is set right: nothing of the jump is left, neither in the limit nor in the turns.
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromDays(60) + PurgeFunction.Interval);
        await Purge.PurgeAsync(default);
        Assert.Equal(HashAlphabet.Length, await CountAsync());
        for (var hours = 0; hours < 32; hours += 8)
        {
            _clock.Advance(TimeSpan.FromHours(8));
            await Purge.PurgeAsync(default);
        }

        Assert.Equal(0, await CountAsync());
    }

    /// <summary>A clock that stays where it is catches up, step by step.</summary>
    [NodeFact]
    public async Task After_a_month_without_a_host_the_purge_catches_up()
    {
        await SaveAsync(age: TimeSpan.Zero);
        _clock.Advance(Retention + TimeSpan.FromDays(2));
        var runs = 0;
        for (; runs < 200 && await CountAsync() > 0; runs++)
        {
            await Purge.PurgeAsync(default);
            _clock.Advance(PurgeFunction.Interval);
        }

        Assert.InRange(runs, 10, 150);
    }

    private async Task SaveAsync(TimeSpan age)
    {
        var known = new StoredScore(new VendorScore(7, RiskLevel.Low), _clock.GetUtcNow() - age, ValidationId.New(_clock));
        foreach (var first in HashAlphabet)
            Assert.True(await Scores.SaveAsync($"{first}-purge", known));
    }

    private async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var row in new TableClient(azurite.ConnectionString, "FinRiskScores").QueryAsync<TableEntity>())
            count += row.PartitionKey.EndsWith("-purge", StringComparison.Ordinal) ? 1 : 0;
        return count;
    }
}
