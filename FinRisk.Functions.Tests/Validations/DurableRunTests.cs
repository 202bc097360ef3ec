using System.Collections.Concurrent;
using Azure.Data.Tables;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>Validations on the real Durable engine: orchestrator, entity, circuit view and host, over Azurite.</summary>
[Collection(AzuriteTests.Name)]
public sealed class DurableRunTests(Azurite azurite) : IAsyncLifetime
{
    /// <summary>An applicant of whom no test has left a score that a failure could be answered with.</summary>
    private const string NeverScored = "never scored";

    private static readonly VendorScore Score = new(72, RiskLevel.Medium);

    /// <summary>Longer than an attempt takes by itself, and not whole seconds, of which alone a storage queue knows.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2.5);

    /// <summary>What jitter leaves of it at the least.</summary>
    private static readonly TimeSpan LeastWait = Wait * (1 - RetrySchedule.JitterShare);

    private readonly FailingView _view = new();
    private readonly RecordedCache _cache = new();
    private VendorStub _vendor = null!;
    private IHost _host = null!;
    private DurableEngine _engine = null!;

    private IValidationHost Validations => _host.Services.GetRequiredService<IValidationHost>();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _vendor = await VendorStub.StartAsync();
        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["RiskShield:BaseUrl"] = _vendor.Address.ToString();
        _host = TestHost.Build(settings, services => services
            .AddSingleton<IScoreCache>(_cache)
            .AddSingleton<ICircuitView>(provider =>
            {
                _view.Inner = provider.GetRequiredService<CircuitCopies>();
                return _view;
            }));
        _engine = await DurableEngine.StartAsync(azurite.ConnectionString, _host);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _host.Dispose();
        await _vendor.DisposeAsync();
    }

    /// <summary>Started, announced, found ended, and not read more often than it has to be.</summary>
    [NodeFact]
    public async Task A_healthy_validation_is_answered_with_few_reads_and_no_entity()
    {
        await RunAsync(NewInput(NewId()));
        var before = _engine.Server.InstanceReads;
        var record = await RunAsync(NewInput(NewId()));

        Assert.Equal(ValidationStatus.Completed, record.Status);
        Assert.Equal(1, record.Attempts);
        Assert.InRange(_engine.Server.InstanceReads - before, 1, 3);
        Assert.Null(await _engine.Client.Entities.GetEntityAsync<CircuitSnapshot>(CircuitEntity.IdFor(ProviderName.RiskShield)));
    }

    /// <summary>
    /// The failure and the success after it reach the entity, and the wait between the attempts is over before the second.
    /// </summary>
    [NodeFact]
    public async Task A_failed_attempt_is_told_to_the_circuit_and_made_again()
    {
        var calls = new List<long>();
        var answer = Answers.InTurn(Answers.Status(500), Answers.Score);
        _vendor.Answer = http =>
        {
            calls.Add(TimeProvider.System.GetTimestamp());
            return answer(http);
        };
        var input = NewInput(NewId());
        var record = await RunAsync(input with { Plan = input.Plan with { FirstDelay = Wait, MaxDelay = Wait } });

        Assert.Equal((2, 2), (record.Attempts, calls.Count));
        Assert.True(TimeProvider.System.GetElapsedTime(calls[0], calls[1]) >= LeastWait - RealTime.Slack,
            "The second attempt came before its time.");
        var circuit = await _engine.Client.Entities.GetEntityAsync<CircuitSnapshot>(CircuitEntity.IdFor(ProviderName.RiskShield));
        Assert.Equal((2, 0), (circuit!.State.Reported.Length, circuit.State.ConsecutiveFailures));
    }

    /// <summary>Five failures in a row open it; what comes then is refused without a call.</summary>
    [NodeFact]
    public async Task Five_failed_attempts_open_the_circuit()
    {
        _vendor.Answer = Answers.Status(500);
        Assert.Equal(FailureCode.VendorError, (await RunAsync(NewInput(NewId(), NeverScored))).Outcome!.Failure);
        var second = await RunAsync(NewInput(NewId(), NeverScored));
        Assert.Equal((FailureCode.CircuitOpen, 2), (second.Outcome!.Failure, second.Attempts));

        var third = await RunAsync(NewInput(NewId(), NeverScored));
        Assert.Equal((FailureCode.CircuitOpen, 0), (third.Outcome!.Failure, third.Attempts));
        Assert.Equal(5, _vendor.Calls);
    }

    /// <summary>
    /// Ten requests at once under one id. Several may take themselves for the one that starts it; there is one run and one
    /// call, and whoever came later is given that run.
    /// </summary>
    [NodeFact]
    public async Task A_race_for_an_id_gives_one_run()
    {
        var input = NewInput(NewId());
        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Validations.StartAsync(input, default).AsTask()));
        var record = await Validations.WaitAsync(input.ValidationId, TimeSpan.FromSeconds(20), default);

        Assert.Equal(Score, record!.Outcome!.Score!.Score);
        Assert.Contains(starts, existing => existing is null);
        Assert.All(starts.OfType<ValidationRecord>(), existing => Assert.Equal(
            (input.ValidationId, input.CorrelationId), (existing.Id, existing.CorrelationId)));
        Assert.Equal(1, _vendor.Calls);
    }

    /// <summary>A score stays; a failure that may pass is replaced by a fresh run of the same id.</summary>
    [NodeFact]
    public async Task An_id_is_taken_by_a_score_and_free_again_after_a_failure()
    {
        _vendor.Answer = Answers.Status(401);
        var input = NewInput(NewId());
        Assert.Equal(FailureCode.VendorRejected, (await RunAsync(input)).Outcome!.Failure);

        _vendor.Answer = Answers.Score;
        var again = input with { AcceptedAt = input.AcceptedAt.AddSeconds(1) };
        var record = await RunAsync(again);
        Assert.Equal(Score, record.Outcome!.Score!.Score);

        var existing = await Validations.StartAsync(again, default);
        Assert.Equal(record.Outcome, existing!.Outcome);
    }

    /// <summary>An activity that ends with an exception, as where its worker is gone: the attempt is made again.</summary>
    [NodeFact]
    public async Task An_activity_that_did_not_end_is_made_again()
    {
        _view.FailuresToCome = 1;
        var record = await RunAsync(NewInput(NewId()));
        Assert.Equal((ValidationStatus.Completed, 1, 1), (record.Status, record.Attempts, _view.Failures));
    }

    /// <summary>
    /// An operator ends it by Durable's own means: the caller sees a failure of ours, not a validation that never ends.
    /// </summary>
    [NodeFact]
    public async Task A_terminated_run_is_a_failed_validation()
    {
        var gate = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.StatusOf(gate.Task);
        var input = NewInput(NewId());
        Assert.Null(await Validations.StartAsync(input, default));
        await Task.Delay(500);
        await _engine.Client.TerminateInstanceAsync(input.ValidationId.Value);
        var record = await Validations.WaitAsync(input.ValidationId, TimeSpan.FromSeconds(20), default);
        gate.SetResult(200);
        Assert.Equal((ValidationStatus.Failed, FailureCode.Internal), (record!.Status, record.Outcome?.Failure));
    }

    /// <summary>What ends without a fresh score is audited by a step of its own, before anybody is told of the end.</summary>
    [NodeFact]
    public async Task A_failure_is_audited_before_it_is_told()
    {
        _vendor.Answer = Answers.Status(400);
        var record = await RunAsync(NewInput(NewId()));
        var told = Assert.Single(await FindAuditAsync(record));
        Assert.Equal(("validation-ended", "vendor-rejected", 1), (told.Action, told.Outcome, told.Attempts));
    }

    /// <summary>By the step that obtained it, with the number of calls that the vendor was sent.</summary>
    [NodeFact]
    public async Task A_score_is_audited_once()
    {
        _vendor.Answer = Answers.InTurn(Answers.Status(500), Answers.Score);
        var record = await RunAsync(NewInput(NewId()));
        var told = Assert.Single(await FindAuditAsync(record));
        Assert.Equal(("validation-ended", "scored", 2), (told.Action, told.Outcome, told.Attempts));
    }

    /// <summary>So that the applicant's next request is answered without a call, on every replica.</summary>
    [NodeFact]
    public async Task A_score_goes_to_the_cache_and_a_failure_does_not()
    {
        _vendor.Answer = Answers.InTurn(Answers.Status(400), Answers.Score);
        await RunAsync(NewInput(NewId(), NeverScored));
        var record = await RunAsync(NewInput(NewId()));
        Assert.Equal((record.Id.Value, record.Outcome!.Score), Assert.Single(_cache.Saved));
    }

    /// <summary>A run that an operator ended is audited at the latest when it is purged.</summary>
    [NodeFact]
    public async Task A_terminated_run_is_audited_before_it_is_purged()
    {
        var gate = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.StatusOf(gate.Task);
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-8);
        var input = NewInput(ValidationId.Create(
            longAgo.ToUnixTimeMilliseconds(), System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));
        Assert.Null(await Validations.StartAsync(input, default));
        await Task.Delay(500);
        await _engine.Client.TerminateInstanceAsync(input.ValidationId.Value);
        var record = await Validations.WaitAsync(input.ValidationId, TimeSpan.FromSeconds(20), default);
        gate.SetResult(200);

        Assert.Equal(1, await PurgeAllAsync());
        Assert.Equal(("internal", 0), (await FindAuditAsync(record!)) is [var told] ? (told.Outcome, told.Attempts) : default);
    }

    /// <summary>
    /// Where two replicas owned a partition for a moment, an update of the one came after the end that the other wrote: what has
    /// its output has ended, for callers and for the purge.
    /// </summary>
    [NodeFact]
    public async Task An_end_whose_status_was_overwritten_is_an_end_and_is_purged()
    {
        var record = await RunAsync(NewInput(ValidationId.Create(
            TimeProvider.System.GetUtcNow().AddDays(-8).ToUnixTimeMilliseconds(),
            System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))));
        var instances = new TableServiceClient(azurite.ConnectionString).GetTableClient(_engine.HubName + "Instances");
        await instances.UpsertEntityAsync(new TableEntity(record.Id.Value, "") { ["RuntimeStatus"] = "Running" });
        Assert.Equal(record.Outcome, (await Validations.FindAsync(record.Id, default))!.Outcome);

        Assert.Equal(1, await PurgeAllAsync());
        Assert.Null(await Validations.FindAsync(record.Id, default));
        Assert.Single(await FindAuditAsync(record));
    }

    /// <summary>Purges whatever has ended, and returns how many.</summary>
    private async Task<int> PurgeAllAsync()
    {
        // Another test's purge goes back a week only, and a purge goes on from the one before.
        var progress = _host.Services.GetRequiredService<StorageClients>().Table(PurgeProgress.TableName);
        await progress.CreateIfNotExistsAsync();
        await progress.DeleteEntityAsync("validations", "progress");
        var purge = ActivatorUtilities.CreateInstance<ValidationPurge>(
            _host.Services,
            new FinRiskSettings { Validation = new ValidationSettings { Retention = TimeSpan.FromMilliseconds(1) } });
        return await purge.PurgeAsync(_engine.Client, default);
    }

    /// <summary>By the engine's own times the record lies on the day of the samples, or on this one.</summary>
    private async Task<List<AuditRecord>> FindAuditAsync(ValidationRecord record)
    {
        var found = new List<AuditRecord>();
        foreach (var day in (DateTimeOffset[])[Samples.Moment, TimeProvider.System.GetUtcNow()])
        {
            await foreach (var told in _host.Services.GetRequiredService<IAuditReader>().ReadDayAsync(
                DateOnly.FromDateTime(day.UtcDateTime), default))
            {
                if (told.ValidationId == record.Id.Value && !found.Contains(told))
                    found.Add(told);
            }
        }

        return found;
    }

    private async Task<ValidationRecord> RunAsync(ValidationInput input)
    {
        Assert.Null(await Validations.StartAsync(input, default));
        var record = await Validations.WaitAsync(input.ValidationId, TimeSpan.FromSeconds(30), default);
        Assert.NotNull(record?.Outcome);
        return record;
    }

    private ValidationInput NewInput(ValidationId id, string? applicantHash = null) =>
        Samples.Input(id, applicantHash ?? id.Value, TimeProvider.System.GetUtcNow()) with
        {
            Applicant = _host.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, id),
        };

    private static ValidationId NewId() => ValidationId.New(TimeProvider.System);

    /// <summary>A cache that holds nothing, and notes what it was given.</summary>
    private sealed class RecordedCache : IScoreCache
    {
        public ConcurrentQueue<(string ApplicantHash, StoredScore Score)> Saved { get; } = [];

        public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) => default;

        public ValueTask SaveAsync(string applicantHash, StoredScore score)
        {
            Saved.Enqueue((applicantHash, score));
            return default;
        }

        public ValueTask RemoveAsync(string applicantHash) => default;
    }

    /// <summary>
    /// The product's view of the circuit, which fails as often as a test says: then the activity ends with an exception.
    /// </summary>
    private sealed class FailingView : ICircuitView
    {
        public CircuitCopies Inner { get; set; } = null!;

        public int FailuresToCome { get; set; }

        /// <summary>How often it failed.</summary>
        public int Failures { get; private set; }

        public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping)
        {
            if (FailuresToCome == 0)
                return Inner.ReadAsync(provider, stopping);
            FailuresToCome--;
            Failures++;
            throw new InvalidOperationException("killed");
        }
    }
}
