using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>The validation service with everything around it in memory and under virtual time.</summary>
internal sealed class ServiceBench
{
    private readonly string? _backup;
    private readonly IScoreCache? _cache;

    /// <summary>Creates it.</summary>
    /// <param name="settings">The settings; by default the product's defaults.</param>
    /// <param name="backup">The name of the backup provider; null: none.</param>
    /// <param name="cache">A score cache beside the history; null: the history itself.</param>
    public ServiceBench(FinRiskSettings? settings = null, string? backup = null, IScoreCache? cache = null)
    {
        (_backup, _cache) = (backup, cache);
        Features = Flags(settings ?? new FinRiskSettings());
        Service = Build(Secrets.Hasher, settings);
    }

    public FeatureFlags Features { get; private set; }

    public ValidationService Service { get; private set; }

    public InMemoryValidationHost Host { get; } = new();

    public InMemoryAudit Audit { get; } = new();

    public InMemoryScoreHistory Scores { get; } = new();

    public InMemoryCircuits Circuits { get; } = new();

    public LogRecorder Log { get; } = new();

    /// <summary>What listeners are told of requests.</summary>
    public RecordingListener Requests { get; } = new();

    /// <summary>Starts in the middle of a day, and so of a window of the default length.</summary>
    public FakeTimeProvider Clock { get; } = new(Sample.Start);

    public ValueTask<ValidationStart> StartAsync(
        string? key = null, Applicant? applicant = null, string caller = "alice", bool fromCache = true) =>
        Service.StartAsync(
            new ValidationRequest(applicant ?? Samples.Jane, caller, "corr-1", key, "00-trace-parent", fromCache), default);

    /// <summary>Starts the service again, on the same store, with other peppers.</summary>
    public void RestartWith(LookupHasher hasher, FinRiskSettings? settings = null)
    {
        Features = Flags(settings ?? new FinRiskSettings());
        Service = Build(hasher, settings);
    }

    /// <summary>Has the vendor give the sample applicant a score now.</summary>
    public StoredScore Know()
    {
        var known = new StoredScore(Sample.Score, Clock.GetUtcNow(), Sample.OtherId);
        Scores.Scores[Secrets.Hasher.ApplicantHash(Samples.Jane)] = known;
        return known;
    }

    /// <summary>Ends a validation with a score.</summary>
    public void Score(ValidationId id) =>
        Host.End(id, new ValidationOutcome(1, Clock.GetUtcNow(), new StoredScore(Sample.Score, Clock.GetUtcNow(), id)));

    /// <summary>Ends a validation without one.</summary>
    public void Fail(
        ValidationId id, FailureCode code = FailureCode.VendorError, bool final = false, VendorBilling? billing = null) =>
        Host.End(id, new ValidationOutcome(3, Clock.GetUtcNow(), Failure: code, Final: final, Billing: billing));

    private static FeatureFlags Flags(FinRiskSettings settings) =>
        new(settings.Features.With(settings.Validation.StrictIdNumber), settings.RiskShield.CandidatePath is not null);

    private ValidationService Build(LookupHasher hasher, FinRiskSettings? settings) => new(
        Host,
        _cache ?? new HistoryAsScoreCache(Scores),
        Scores,
        new RequestAdmission(Circuits, new ProbeGate(), Clock),
        Secrets.Sealer,
        hasher,
        new Disclosures(Audit, Clock, NullLogger<Disclosures>.Instance),
        TestEvents.Create(Requests),
        (settings ?? new FinRiskSettings()).Retry,
        (settings ?? new FinRiskSettings()).Validation,
        (settings ?? new FinRiskSettings()).ScoreHistory,
        Features,
        new ConfiguredProviders(_backup),
        Clock,
        Log.CreateLogger<ValidationService>());
}
