using FinRisk.Scoring.Features;
using FinRisk.Scoring.Tests.RiskShield;
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
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void Each_switch_is_evaluated_as_it_is_set(bool cache, bool degrade, bool strict)
    {
        var features = Flags(new FinRiskSettings
        {
            Features = new FeatureSettings { ScoreCache = cache, GracefulDegradation = degrade },
            Validation = new ValidationSettings { StrictIdNumber = strict },
        });
        Assert.Equal(new FeatureSet(cache, degrade, strict, 0), features.Current);
    }

    [Fact]
    public async Task A_changed_configuration_is_taken_up_and_told_once()
    {
        await _reload.StartAsync(default);
        Assert.Empty(_log.Events);
        Set(("Features:ScoreCache", "false"), ("Features:GracefulDegradation", "false"), ("Validation:StrictIdNumber", "false"), ("Features:CandidatePath", "7"));
        Assert.Equal(new FeatureSet(false, false, false, 7), _features.Current);
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
        Assert.Equal(new FeatureSet(true, true, true, 0), _features.Current);
        var told = Assert.Single(_log.Events);
        Assert.Equal("features_kept", told.Name);
        Assert.Contains(setting, told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    public async Task A_percentage_takes_so_many_applicants(int percent)
    {
        var taken = await TakenAsync(percent);
        Assert.InRange(taken.Count, percent * 40 * 0.85, percent * 40 * 1.15);
    }

    /// <summary>Raising the percentage moves nobody back, and every replica decides alike.</summary>
    [Fact]
    public async Task Who_is_taken_stays_taken_while_the_percentage_grows()
    {
        var few = await TakenAsync(10);
        Assert.Equal(few, await TakenAsync(10));
        Assert.Superset(few, await TakenAsync(30));
    }

    [Fact]
    public async Task Without_a_path_nobody_is_taken()
    {
        var features = Flags(new FinRiskSettings { Features = new FeatureSettings { CandidatePath = 100 } });
        Assert.False(await features.IsCandidateAsync("key"));
    }

    [Fact]
    public async Task A_validation_keeps_to_its_end_what_was_switched_on_when_it_was_accepted()
    {
        var bench = new ServiceBench(WithCandidate() with { Features = new FeatureSettings { CandidatePath = 100 } });
        await bench.StartAsync(fromCache: false);
        bench.Features.TakeUp(new FeatureSet(true, GracefulDegradation: false, true, 0));
        await bench.StartAsync(fromCache: false);
        Assert.Equal([(true, true), (false, false)], bench.Host.Started.Select(input => (input.Plan.Degrade, input.Plan.Candidate)));
    }

    [Theory]
    [InlineData(false, "/v1/score")]
    [InlineData(true, "/v2/score")]
    public async Task The_plan_decides_which_path_scores(bool candidate, string path)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score, WithCandidate().RiskShield);
        var input = Sample.Input(Sample.Plan with { Candidate = candidate }, applicant: Privacy.Secrets.SealJane(Sample.Id));
        await bench.Attempt.RunAsync(new VendorCall(input, 1), default);
        Assert.Equal(path, Assert.Single(bench.Received).Path);
    }

    private static FinRiskSettings WithCandidate() => new() { RiskShield = new() { CandidatePath = "/v2/score" } };

    private static async Task<HashSet<int>> TakenAsync(int percent)
    {
        var features = Flags(WithCandidate() with { Features = new FeatureSettings { CandidatePath = percent } });
        var taken = new HashSet<int>();
        for (var applicant = 0; applicant < 4_000; applicant++)
        {
            if (await features.IsCandidateAsync($"applicant-{applicant}"))
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
