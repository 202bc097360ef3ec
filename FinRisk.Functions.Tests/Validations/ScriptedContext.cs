using FinRisk.Functions.Circuit;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>
/// An orchestration's context that answers each durable step from a script and notes which steps were taken: what a history
/// would hold, without an engine.
/// </summary>
internal sealed class ScriptedContext : TaskOrchestrationContext
{
    private readonly Queue<AttemptResult> _attempts;
    private readonly Queue<CircuitDecision> _decisions;
    private readonly Queue<StoredScore?> _scores;
    private readonly string _version;
    private readonly bool _isReplaying;
    private readonly List<string> _steps = [];
    private DateTime _now = Samples.Moment.UtcDateTime;

    /// <summary>A context of one version of the orchestration.</summary>
    public ScriptedContext(
        string version, IEnumerable<AttemptResult> attempts, IEnumerable<CircuitDecision> decisions,
        IEnumerable<StoredScore?> scores, bool isReplaying = true)
    {
        (_version, _isReplaying) = (version, isReplaying);
        (_attempts, _decisions, _scores) = (new(attempts), new(decisions), new(scores));
        Entities = new ScriptedEntities(this);
    }

    /// <summary>The steps taken so far, in order.</summary>
    public IReadOnlyList<string> Steps => _steps;

    /// <summary>What the steps of attempts were given.</summary>
    public List<VendorStep> VendorSteps { get; } = [];

    /// <summary>The custom status as it was set last.</summary>
    public ValidationProgress? CustomStatus { get; private set; }

    /// <summary>How much too early timers go off, as those of a storage queue do.</summary>
    public TimeSpan TimersAreEarlyBy { get; init; }

    /// <summary>The activity that fails through all its retries, if one does.</summary>
    public string? FailingActivity { get; init; }

    /// <summary>What the replay-safe loggers write to.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Whether every scripted answer was asked for.</summary>
    public bool IsPlayedOut => _attempts.Count + _decisions.Count + _scores.Count == 0;

    /// <inheritdoc/>
    public override TaskName Name => ValidationOrchestrator.Name;

    /// <inheritdoc/>
    public override string InstanceId => "instance";

    /// <inheritdoc/>
    public override ParentOrchestrationInstance? Parent => null;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => _now;

    /// <summary>In a replay nothing but durable steps is done.</summary>
    public override bool IsReplaying => _isReplaying;

    /// <inheritdoc/>
    public override string Version => _version;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    /// <inheritdoc/>
    public override TaskOrchestrationEntityFeature Entities { get; }

    /// <inheritdoc/>
    protected override ILoggerFactory LoggerFactory => Logs;

    /// <inheritdoc/>
    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var step = input as VendorStep;
        if (step is not null)
            VendorSteps.Add(step);
        _steps.Add(name.Name + (step is null ? "" : NameOf(step.Call.Provider)));
        if (name.Name == FailingActivity)
            throw new TaskFailedException(name.Name, 1, new IOException("storage is away"));
        object? result = name.Name switch
        {
            CallVendorActivity.Name => _attempts.Dequeue(),
            FindLastScoreActivity.Name => _scores.Dequeue(),
            _ => null,
        };
        return Task.FromResult((TResult)result!);
    }

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        _steps.Add("timer");
        _now = fireAt - TimersAreEarlyBy;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus) => CustomStatus = (ValidationProgress?)customStatus;

    /// <inheritdoc/>
    public override T GetInput<T>() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Guid NewGuid() => throw new NotSupportedException();

    /// <summary>RiskShield's steps are without its name.</summary>
    private static string NameOf(string provider) => provider == ProviderName.RiskShield ? "" : $"({provider})";

    private sealed class ScriptedEntities(ScriptedContext context) : TaskOrchestrationEntityFeature
    {
        public override Task<TResult> CallEntityAsync<TResult>(
            EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
        {
            Assert.Equal(CircuitEntity.IdFor(id.Key), id);
            context._steps.Add($"{id.Name}{NameOf(id.Key)}.{operationName}");
            return Task.FromResult((TResult)(object)context._decisions.Dequeue());
        }

        public override Task CallEntityAsync(
            EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
            throw new NotSupportedException();

        public override Task SignalEntityAsync(
            EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            throw new NotSupportedException();

        public override bool InCriticalSection(
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds) =>
            throw new NotSupportedException();

        public override Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds) =>
            throw new NotSupportedException();
    }
}
