using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Storage;

/// <summary>
/// docs/backup.md: what a host does that starts on a copy of an earlier data folder. Ids are made of caller and idempotency key
/// under the pepper, which is in the copy, so what the copy does not know any more is done again under the same id, and the
/// vendor sends no second bill.
/// </summary>
public sealed class RestoredCopyTests
{
    [OwnHostFact]
    public async Task A_restored_copy_replays_what_it_knows_and_repeats_the_rest_without_a_second_bill()
    {
        using var original = await OwnTarget.StartAsync();
        var (known, running, later) = (Sent.New(), Sent.New(), Sent.New());
        var score = Expect.FreshScore(await original.FinRisk.ValidateAsync(known.Applicant, known.Headers), known.Applicant);
        await original.Vendor.PlanAsync(running.Correlation, "429/2 ok");
        var accepted = Expect.Accepted(await original.FinRisk.ValidateAsync(
            running.Applicant, [.. running.Headers, Ids.Prefer("respond-async")]));
        await original.Vendor.WaitForCallsAsync(running.Correlation, 1);

        await original.Host.KillAsync();
        var backup = Copy(original.Host.DataFolder);
        await original.Host.StartAgainAsync();
        await ValidationStatus.FinishedAsync(original.FinRisk, accepted);
        var lost = Expect.FreshScore(await original.FinRisk.ValidateAsync(later.Applicant, later.Headers), later.Applicant);
        await original.Host.KillAsync();

        var settings = AcceptanceSettings.With(("Local:DataFolder", backup));
        using var restored = await LocalHost.StartAsync(original.Simulator, settings);
        var finRisk = new FinRiskClient(restored.Address);
        var replayed = await finRisk.ValidateAsync(known.Applicant, known.Headers);
        Assert.Equal("true", replayed["Idempotency-Replayed"]);
        Assert.Equal(score.GetProperty("scoredAt").GetString(), replayed.Get("scoredAt"));
        Assert.Equal("Completed", (await ValidationStatus.FinishedAsync(finRisk, accepted)).Get("status"));

        (await finRisk.GetAsync($"/validations/{lost.GetProperty("validationId").GetString()}")).Is(404);
        var repeated = await finRisk.ValidateAsync(later.Applicant, later.Headers);
        Assert.Null(repeated["Idempotency-Replayed"]);
        Assert.Equal(lost.GetProperty("validationId").GetString(), repeated.Get("validationId"));
        foreach (var sent in new[] { known, running, later })
            Assert.Single(await original.Vendor.CallsAsync(sent.Correlation), call => call.Billed);
    }

    private static string Copy(string folder)
    {
        var (copy, _) = WorkFolder.ForHost();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>A request that is sent more than once.</summary>
    private sealed record Sent(Applicant Applicant, string Correlation, (string, string)[] Headers)
    {
        public static Sent New()
        {
            var correlation = Ids.CorrelationId();
            return new Sent(
                Applicant.New(), correlation, [Ids.CorrelatedBy(correlation), Ids.Keyed(Ids.IdempotencyKey()), Ids.NoCache]);
        }
    }
}
