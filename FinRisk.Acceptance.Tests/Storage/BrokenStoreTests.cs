using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Storage;

/// <summary>
/// Contract 4 and 7: a disk that gives back other bytes than were written is told as a fault of ours, and nothing more.
/// </summary>
public sealed class BrokenStoreTests
{
    /// <summary>Every file of the database is overwritten while the host has it open.</summary>
    [OwnHostFact]
    public async Task A_broken_database_is_an_internal_problem_and_makes_the_host_unready()
    {
        using var target = await OwnTarget.StartAsync();
        var id = (await target.FinRisk.ValidateAsync(Applicant.New(), Ids.Prefer("wait=60"))).Is(200).Get("validationId");
        foreach (var file in Directory.EnumerateFiles(target.Host.DataFolder, "finrisk.db*"))
            await OverwriteAsync(file);

        Expect.Problem(await target.FinRisk.ValidateAsync(Applicant.New(), Ids.NoCache), 500, "internal");
        Expect.Problem(await target.FinRisk.GetAsync($"/validations/{id}"), 500, "internal");
        var ready = (await target.FinRisk.GetAsync("/health/ready")).Is(503);
        Assert.Equal("unavailable", ready.Json.GetProperty("checks").GetProperty("storage").GetString());
        (await target.FinRisk.GetAsync("/health/live")).Is(200);
    }

    private static async Task OverwriteAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var rubbish = new byte[stream.Length];
        rubbish.AsSpan().Fill(0xA5);
        await stream.WriteAsync(rubbish);
    }
}
