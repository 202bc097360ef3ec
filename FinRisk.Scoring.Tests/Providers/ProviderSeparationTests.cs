using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Two providers share nothing but the code: neither key, limits, connections nor trouble.</summary>
public sealed class ProviderSeparationTests
{
    [Fact]
    public async Task Each_provider_gets_its_own_key_and_never_the_others()
    {
        await using var bench = await ProviderPairBench.StartAsync(
            Answers.Status(StatusCodes.Status401Unauthorized), riskShield: Answers.Status(StatusCodes.Status401Unauthorized));
        Assert.Equal(AttemptStatus.KeyRefused, (await bench.ScoreAsync(ProviderName.RiskShield)).Status);
        Assert.Equal(AttemptStatus.KeyRefused, (await bench.ScoreAsync("backup")).Status);
        Assert.Equal((2, 2), (bench.RiskShield.Received.Count, bench.Backup.Received.Count));
        AssertKey(bench.RiskShield, "riskshield-key", "backup-key");
        AssertKey(bench.Backup, "backup-key", "riskshield-key");
        Assert.Equal(
            [("provider_key_refused", "riskshield"), ("provider_key_refused", "backup")],
            bench.Log.Events.Select(logged => (logged.Name!, logged.Text.Split(' ', ',')[1])));
    }

    [Fact]
    public async Task A_backup_without_a_key_is_not_called_with_RiskShields()
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore("702"));
        bench.Configuration["Backup:ApiKey"] = "";
        Assert.Equal(AttemptStatus.NotConfigured, (await bench.ScoreAsync("backup")).Status);
        Assert.Empty(bench.Backup.Received);
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync(ProviderName.RiskShield)).Status);
    }

    [Fact]
    public async Task A_rotated_key_of_the_backup_is_picked_up_at_the_next_call()
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore("702"));
        await bench.ScoreAsync("backup");
        bench.Configuration["Backup:ApiKey"] = "rotated";
        await bench.ScoreAsync("backup");
        Assert.Equal(
            ["Bearer backup-key", "Bearer rotated"], bench.Backup.Received.Select(call => call.Headers["Authorization"]));
    }

    [Fact]
    public async Task Who_is_asked_is_the_only_one_that_learns_of_the_applicant()
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore("702"));
        await bench.ScoreAsync("backup");
        Assert.Empty(bench.RiskShield.Received);
        await bench.ScoreAsync(ProviderName.RiskShield);
        Assert.Single(bench.Backup.Received);
        Assert.All(
            bench.Backup.Received.Concat(bench.RiskShield.Received),
            call => Assert.DoesNotContain(
                call.Headers.Values.Append(call.Path), text => text.Contains(Samples.Jane.IdNumber, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_provider_that_is_full_holds_up_no_other()
    {
        var settings = new BackupSettings(new Uri("https://replaced.example"))
        {
            MaxConcurrentCalls = 1,
            MaxQueueTime = TimeSpan.Zero
        };
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var bench = await ProviderPairBench.StartAsync(
            async http =>
            {
                arrived.SetResult();
                await release.Task;
                await ProviderPairBench.CreditScore("702")(http);
            },
            settings);
        var first = bench.ScoreAsync("backup");
        await arrived.Task;
        Assert.Equal(AttemptStatus.NoPermit, (await bench.ScoreAsync("backup")).Status);
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync(ProviderName.RiskShield)).Status);
        release.SetResult();
        Assert.Equal(AttemptStatus.Scored, (await first).Status);
    }

    [Fact]
    public async Task A_redirect_leads_key_and_applicant_nowhere()
    {
        await using var bench = await ProviderPairBench.StartAsync(http =>
        {
            http.Response.Redirect("http://127.0.0.1:9/api/v2/credit-scores");
            return Task.CompletedTask;
        });
        Assert.Equal(AttemptStatus.InvalidResponse, (await bench.ScoreAsync("backup")).Status);
    }

    [Fact]
    public async Task A_provider_that_is_not_configured_is_not_found()
    {
        await using var bench = await ProviderPairBench.StartAsync(ProviderPairBench.CreditScore("702"));
        Assert.Null(bench.Registry.Find("another"));
        Assert.Null(bench.Registry.Find("Backup"));
        Assert.NotNull(bench.Registry.Find("backup"));
    }

    private static void AssertKey(VendorStub provider, string own, string other)
    {
        Assert.NotEmpty(provider.Received);
        Assert.All(provider.Received, call =>
        {
            Assert.Contains(call.Headers.Values, value => value.Contains(own, StringComparison.Ordinal));
            Assert.DoesNotContain(
                call.Headers.Values.Append(call.Body), value => value.Contains(other, StringComparison.Ordinal));
        });
    }
}
