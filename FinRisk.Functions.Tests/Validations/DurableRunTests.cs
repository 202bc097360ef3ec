using System.Collections.Concurrent;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Validations;
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
    private static int hubs;

    private readonly ConcurrentQueue<VendorStep> _calls = new();
    private readonly IHost _host = TestHost.Build(TestHost.Settings(azurite.ConnectionString));
    private DurableEngine _engine = null!;
    private bool _audited;
    private Func<VendorStep, AttemptStatus> _vendor = _ => AttemptStatus.Scored;

    private IValidationHost Validations => _host.Services.GetRequiredService<IValidationHost>();

    /// <inheritdoc/>
    public async Task InitializeAsync() =>
        _engine = await DurableEngine.StartAsync(azurite, _host, $"hub{Environment.ProcessId}x{Interlocked.Increment(ref hubs)}", CallAsync);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _host.Dispose();
    }

    /// <summary>Started, announced, found ended, and not read more often than it has to be.</summary>
    [AzuriteFact]
    public async Task A_healthy_validation_is_answered_with_few_reads_and_no_entity()
    {
        await RunAsync(Samples.Input(NewId()));
        var before = _engine.Client.Reads;
        var record = await RunAsync(Samples.Input(NewId()));

        Assert.Equal(ValidationStatus.Completed, record.Status);
        Assert.Equal(1, record.Attempts);
        Assert.InRange(_engine.Client.Reads - before, 1, 3);
        Assert.Null(await _engine.Client.Entities.GetEntityAsync<CircuitSnapshot>(Functions.Circuit.CircuitEntity.Id));
    }

    /// <summary>Each failure reaches the entity, and the wait between attempts is over before the next.</summary>
    [AzuriteFact]
    public async Task A_failed_attempt_is_told_to_the_circuit_and_made_again()
    {
        _vendor = step => step.Call.Attempt == 1 ? AttemptStatus.ServerError : AttemptStatus.Scored;
        var record = await RunAsync(Samples.Input(NewId()));

        Assert.Equal(2, record.Attempts);
        Assert.Equal([1, 2], _calls.Select(step => step.Call.Attempt));
        var circuit = await _engine.Client.Entities.GetEntityAsync<CircuitSnapshot>(Functions.Circuit.CircuitEntity.Id);
        Assert.Equal((2, 0), (circuit!.State.Reported.Length, circuit.State.ConsecutiveFailures));
    }

    /// <summary>Five failures in a row open it; what comes then is refused without a call.</summary>
    [AzuriteFact]
    public async Task Five_failed_attempts_open_the_circuit()
    {
        _vendor = _ => AttemptStatus.ServerError;
        Assert.Equal(FailureCode.VendorError, (await RunAsync(Samples.Input(NewId(), NeverScored))).Outcome!.Failure);
        var second = await RunAsync(Samples.Input(NewId(), NeverScored));
        Assert.Equal((FailureCode.CircuitOpen, 2), (second.Outcome!.Failure, second.Attempts));

        var calls = _calls.Count;
        var third = await RunAsync(Samples.Input(NewId(), NeverScored));
        Assert.Equal((FailureCode.CircuitOpen, 0), (third.Outcome!.Failure, third.Attempts));
        Assert.Equal(calls, _calls.Count(step => step.Call.AdmittedGeneration is null && step.Call.Validation.ValidationId != third.Id));
    }

    /// <summary>Ten requests at once under one id: one of them starts it, all see the same.</summary>
    [AzuriteFact]
    public async Task A_race_for_an_id_gives_one_run()
    {
        var input = Samples.Input(NewId());
        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Validations.StartAsync(input, default).AsTask()));
        await Validations.WaitAsync(IdOf(input), TimeSpan.FromSeconds(20), default);

        Assert.Contains(starts, existing => existing is null);
        Assert.Single(_calls);
    }

    /// <summary>A score stays; a failure that may pass is replaced by a fresh run of the same id.</summary>
    [AzuriteFact]
    public async Task An_id_is_taken_by_a_score_and_free_again_after_a_failure()
    {
        _vendor = _ => AttemptStatus.NotConfigured;
        var input = Samples.Input(NewId());
        Assert.Equal(FailureCode.ServiceNotConfigured, (await RunAsync(input)).Outcome!.Failure);

        _vendor = _ => AttemptStatus.Scored;
        var again = input with { AcceptedAt = input.AcceptedAt.AddSeconds(1) };
        var record = await RunAsync(again);
        Assert.Equal(Score, record.Outcome!.Score!.Score);

        var existing = await Validations.StartAsync(again, default);
        Assert.Equal(record.Outcome, existing!.Outcome);
    }

    /// <summary>The process of an activity is killed: the engine makes the attempt again, and the caller notices nothing.</summary>
    [AzuriteFact]
    public async Task An_activity_that_did_not_end_is_made_again()
    {
        var thrown = 0;
        _vendor = _ => Interlocked.Increment(ref thrown) == 1 ? throw new InvalidOperationException("killed") : AttemptStatus.Scored;
        Assert.Equal((ValidationStatus.Completed, 1), ((await RunAsync(Samples.Input(NewId()))) is var record ? (record.Status, record.Attempts) : default));
    }

    /// <summary>An operator ends it by Durable's own means: the caller sees a failure of ours, not a validation that never ends.</summary>
    [AzuriteFact]
    public async Task A_terminated_run_is_a_failed_validation()
    {
        var gate = new TaskCompletionSource();
        _vendor = _ =>
        {
            gate.Task.Wait();
            return AttemptStatus.Scored;
        };
        var input = Samples.Input(NewId());
        Assert.Null(await Validations.StartAsync(input, default));
        await Task.Delay(500);
        await _engine.Client.TerminateInstanceAsync(input.ValidationId);
        var record = await Validations.WaitAsync(IdOf(input), TimeSpan.FromSeconds(20), default);
        gate.SetResult();
        Assert.Equal((ValidationStatus.Failed, FailureCode.Internal), (record!.Status, record.Outcome?.Failure));
    }

    /// <summary>What ends without a fresh score is audited by a step of its own, before anybody is told of the end.</summary>
    [AzuriteFact]
    public async Task A_failure_is_audited_before_it_is_told()
    {
        _vendor = _ => AttemptStatus.Rejected;
        var record = await RunAsync(Samples.Input(NewId()));
        var told = Assert.Single(await FindAuditAsync(record));
        Assert.Equal(("validation-ended", "vendor-rejected", 1), (told.Act, told.Outcome, told.Attempts));
    }

    /// <summary>A score that its own step has audited costs no further one; one that it could not is audited after all.</summary>
    [AzuriteTheory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_score_is_audited_once(bool byTheVendorStep, int records)
    {
        _audited = byTheVendorStep;
        Assert.Equal(records, (await FindAuditAsync(await RunAsync(Samples.Input(NewId())))).Count);
    }

    /// <summary>A run that an operator ended is audited at the latest when it is purged.</summary>
    [AzuriteFact]
    public async Task A_terminated_run_is_audited_before_it_is_purged()
    {
        var gate = new TaskCompletionSource();
        _vendor = _ =>
        {
            gate.Task.Wait();
            return AttemptStatus.Scored;
        };
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-8);
        var input = Samples.Input(ValidationId.Create(longAgo.ToUnixTimeMilliseconds(), System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));
        Assert.Null(await Validations.StartAsync(input, default));
        await Task.Delay(500);
        await _engine.Client.TerminateInstanceAsync(input.ValidationId);
        var record = await Validations.WaitAsync(IdOf(input), TimeSpan.FromSeconds(20), default);
        gate.SetResult();

        var purge = ActivatorUtilities.CreateInstance<ValidationPurge>(
            _host.Services, new FinRiskSettings { Validation = new ValidationSettings { KeepFor = TimeSpan.FromMilliseconds(1) } });
        Assert.Equal(1, await purge.PurgeAsync(_engine.Client, default));
        Assert.Equal(("internal", 0), (await FindAuditAsync(record!)) is [var told] ? (told.Outcome, told.Attempts) : default);
    }

    /// <summary>By the engine's own times the record lies on the day of the samples, or on this one.</summary>
    private async Task<List<AuditRecord>> FindAuditAsync(ValidationRecord record)
    {
        var found = new List<AuditRecord>();
        foreach (var day in (DateTimeOffset[])[Samples.Moment, TimeProvider.System.GetUtcNow()])
        {
            await foreach (var told in _host.Services.GetRequiredService<IAuditReader>().ReadDayAsync(DateOnly.FromDateTime(day.UtcDateTime), default))
            {
                if (told.ValidationId == record.Id && !found.Contains(told))
                    found.Add(told);
            }
        }

        return found;
    }

    private Task<AttemptResult> CallAsync(VendorStep step)
    {
        _calls.Enqueue(step);
        var circuit = _host.Services.GetRequiredService<ICircuitView>();
        return AttemptAsync();

        async Task<AttemptResult> AttemptAsync()
        {
            var view = await circuit.ReadAsync(default);
            var generation = step.Call.AdmittedGeneration ?? view.Generation;
            if (step.Call.AdmittedGeneration is null && view.State != CircuitState.Closed)
                return new AttemptResult(AttemptStatus.NotAdmitted, Samples.Moment, Generation: generation, CircuitWasTroubled: true);
            var status = _vendor(step);
            return new AttemptResult(
                status, Samples.Moment, status == AttemptStatus.Scored ? Score : null, Generation: generation, CircuitWasTroubled: !view.IsHealthy, Audited: _audited);
        }
    }

    private async Task<ValidationRecord> RunAsync(ValidationInput input)
    {
        Assert.Null(await Validations.StartAsync(input, default));
        var record = await Validations.WaitAsync(IdOf(input), TimeSpan.FromSeconds(30), default);
        Assert.NotNull(record?.Outcome);
        return record;
    }

    private static ValidationId NewId() => ValidationId.New(TimeProvider.System);

    private static ValidationId IdOf(ValidationInput input) => ValidationId.TryParse(input.ValidationId, out var id) ? id : default;
}
