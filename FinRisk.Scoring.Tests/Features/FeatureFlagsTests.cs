using FinRisk.Scoring.Features;
using FinRisk.Scoring.Tests.Providers;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Tests.Features;

/// <summary>What is switched on, how it changes while the host runs, and which applicants a percentage takes.</summary>
public sealed class FeatureFlagsTests : IDisposable
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly LogRecorder _log = new();
    private readonly FeatureFlags _features = Flags(WithCandidate());
    private readonly FeatureReload _reload;

    public FeatureFlagsTests() => _reload = new FeatureReload(_configuration, _features, _log.CreateLogger<FeatureReload>());

    public void Dispose()
    {
        _reload.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(false, true, true, true)]
    [InlineData(true, false, true, true)]
    [InlineData(true, true, false, true)]
    [InlineData(true, true, true, false)]
    public void Each_switch_is_evaluated_as_it_is_set(bool cache, bool degrade, bool strict, bool backup)
    {
        var features = Flags(new FinRiskSettings
        {
            Features = new FeatureSettings { ScoreCache = cache, GracefulDegradation = degrade, BackupProvider = backup },
            Validation = new ValidationSettings { StrictIdNumber = strict },
        });
        Assert.Equal(new FeatureSet(cache, degrade, strict, 0, backup), features.Current);
    }

    [Fact]
    public async Task A_changed_configuration_is_taken_up_and_told_once()
    {
        await _reload.StartAsync(default);
        Assert.Empty(_log.Events);
        Set(
            ("Features:ScoreCache", "false"),
            ("Features:GracefulDegradation", "false"),
            ("Features:BackupProvider", "false"),
            ("Validation:StrictIdNumber", "false"),
            ("Features:CandidatePath", "7"));
        Assert.Equal(new FeatureSet(false, false, false, 7, BackupProvider: false), _features.Current);
        Set();
        Assert.Equal("features_changed", Assert.Single(_log.Events).Name);

        await _reload.StopAsync(default);
        Set(("Features:ScoreCache", "true"));
        Assert.False(_features.Current.ScoreCache);
    }

    [Theory]
    [InlineData("Features:ScoreCache", "perhaps")]
    [InlineData("Features:ScoreCash", "false")]
    [InlineData("Features:CandidatePath", "101")]
    [InlineData("Validation:StrictIdNumber", "no")]
    public async Task A_configuration_with_a_fault_changes_nothing_and_is_told(string setting, string value)
    {
        await _reload.StartAsync(default);
        Set(("Features:GracefulDegradation", "false"), (setting, value));
        Assert.Equal(new FeatureSet(true, true, true, 0, true), _features.Current);
        var told = Assert.Single(_log.Events);
        Assert.Equal("features_kept", told.Name);
        Assert.Contains(setting, told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    public void A_percentage_takes_so_many_applicants(int percent)
    {
        var taken = Taken(percent);
        Assert.InRange(taken.Count, percent * 40 * 0.85, percent * 40 * 1.15);
    }

    /// <summary>Raising the percentage moves nobody back, and every replica decides alike.</summary>
    [Fact]
    public void Who_is_taken_stays_taken_while_the_percentage_grows()
    {
        var few = Taken(10);
        Assert.Equal(few, Taken(10));
        Assert.Superset(few, Taken(30));
    }

    /// <summary>
    /// Who is taken outlives releases: SHA-256 of applicant, line feed and <c>CandidatePath</c>, first four bytes, as a share.
    /// </summary>
    [Fact]
    public void The_applicants_of_ten_per_cent_are_the_same_in_every_release() => Assert.Equal(
        [14, 15, 53, 55, 73, 85, 86, 98, 100, 107, 111, 113, 127, 148, 174, 196],
        Taken(10).Order().TakeWhile(applicant => applicant < 200));

    [Fact]
    public void Without_a_path_nobody_is_taken()
    {
        var features = Flags(new FinRiskSettings { Features = new FeatureSettings { CandidatePercent = 100 } });
        Assert.False(features.UsesCandidatePath("key"));
    }

    [Fact]
    public async Task A_validation_keeps_to_its_end_what_was_switched_on_when_it_was_accepted()
    {
        var bench = new ServiceBench(WithCandidate() with { Features = new FeatureSettings { CandidatePercent = 100 } });
        await bench.StartAsync(fromCache: false);
        bench.Features.Update(new FeatureSet(true, GracefulDegradation: false, true, 0, true));
        await bench.StartAsync(fromCache: false);
        Assert.Equal(
            [(true, true), (false, false)],
            bench.Host.Started.Select(input => (input.Plan.Degrade, input.Plan.UsesCandidatePath)));
    }

    [Theory]
    [InlineData(false, "/v1/score")]
    [InlineData(true, "/v2/score")]
    public async Task The_plan_decides_which_path_scores(bool candidate, string path)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score, WithCandidate().RiskShield);
        var input = Sample.Input(
            Sample.Plan with { UsesCandidatePath = candidate }, applicant: Privacy.Secrets.SealJane(Sample.Id));
        await bench.Attempt.RunAsync(Sample.Call(input, 1), default);
        Assert.Equal(path, Assert.Single(bench.Received).Path);
    }

    private static FinRiskSettings WithCandidate() => new() { RiskShield = new() { CandidatePath = "/v2/score" } };

    private static HashSet<int> Taken(int percent)
    {
        var features = Flags(WithCandidate() with { Features = new FeatureSettings { CandidatePercent = percent } });
        var taken = new HashSet<int>();
        for (var applicant = 0; applicant < 4_000; applicant++)
        {
            if (features.UsesCandidatePath($"applicant-{applicant}"))
                taken.Add(applicant);
        }

        return taken;
    }

    private void Set(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings)
            _configuration[name] = value;
        _configuration.Reload();
    }

    private static FeatureFlags Flags(FinRiskSettings settings) =>
        new(settings.Features.With(settings.Validation.StrictIdNumber), settings.RiskShield.CandidatePath is not null);
}
