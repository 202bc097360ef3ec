using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Settings;

/// <summary>Contract 9: switches that change while the host runs.</summary>
public sealed class ReloadTests
{
    /// <summary>The settings file of the folder in which the host runs; a broken one changes nothing.</summary>
    [OwnHostFact]
    public async Task A_switch_in_the_settings_file_changes_without_a_restart()
    {
        var folder = WorkFolder.ForHost().DataFolder;
        Write(folder, """{"Features":{"ScoreCache":"true"}}""");
        using var target = await OwnTarget.StartAsync(("contentRoot", folder));
        var applicant = Applicant.New();
        Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
        Assert.NotNull((await target.FinRisk.ValidateAsync(applicant))["Age"]);

        Write(folder, """{"Features":{"ScoreCache":"false"},"Validation":{"StrictIdNumber":"false"}}""");
        await Eventually.TrueAsync(
            async () =>
                (await target.FinRisk.ValidateAsync(applicant)).Is(200)["Age"] is null, "the score cache is switched off");
        (await target.FinRisk.ValidateAsync(Applicant.New() with { IdNumber = "9001011234088" })).Is(200);

        Write(folder, """{"Features":{"ScoreCache":""");
        await Eventually.TrueAsync(
            async () => (await target.Host.Process.LogTailAsync()).Contains("cannot be read as JSON", StringComparison.Ordinal),
            "the broken file is told");
        Assert.Null((await target.FinRisk.ValidateAsync(applicant)).Is(200)["Age"]);
    }

    private static void Write(string folder, string settings) =>
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), settings);
}
