using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>A time in which a provider's calls end without a score.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="From">When it begins, in seconds of the world.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="Status">How the calls end.</param>
internal sealed record VendorOutage(string Provider, int From, int Seconds, AttemptStatus Status);

/// <summary>
/// Many validations at once under virtual time, with the circuits of two providers and vendors that bill by idempotency key: an
/// answered error is not billed, a call without an answer may be. Checks at every call what must always hold.
/// </summary>
/// <param name="outages">When which provider is out.</param>
/// <param name="dice">Decides what else is left to chance; read over and over.</param>
internal sealed class OutageWorld(IReadOnlyList<VendorOutage> outages, params int[] dice)
{
    public const string Backup = "scoretwo";

    private static readonly CircuitSettings Settings = new();
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(100);

    private readonly PriorityQueue<Action, (DateTimeOffset At, int Number)> _due = new();
    private readonly Dictionary<string, CircuitSnapshot> _circuits = new(StringComparer.Ordinal);
    private readonly ProbeGate _probes = new();
    private readonly HashSet<string> _admitted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _probesOut = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Provider, ValidationId Validation), HashSet<string>> _billed = [];
    private int _number;
    private int _rolled;

    public DateTimeOffset Now { get; private set; } = Sample.Start;

    /// <summary>Every call that was made, in order.</summary>
    public List<(DateTimeOffset At, VendorCall Call, AttemptStatus Status)> Calls { get; } = [];

    /// <summary>The longest time from a call's begin to its end.</summary>
    public static TimeSpan LongestCall => Timeout;

    /// <summary>Runs a validation, beginning at its acceptance.</summary>
    public OutageRun Start(ValidationInput input)
    {
        var run = new OutageRun(this, input);
        At(input.AcceptedAt, run.Begin);
        return run;
    }

    /// <summary>Lets time pass until nothing is left to happen.</summary>
    public void Run()
    {
        while (_due.TryDequeue(out var happens, out var due))
        {
            Now = due.At;
            happens();
        }
    }

    /// <summary>Has something happen at a moment.</summary>
    public void At(DateTimeOffset moment, Action happens) => _due.Enqueue(happens, (moment > Now ? moment : Now, _number++));

    /// <summary>As an attempt does it: the view decides, or the circuit has admitted the call.</summary>
    public void Call(VendorCall call, Action<AttemptResult> ended)
    {
        var view = Circuit(call.Provider);
        if (call is { IsBacklog: true, AdmittedGeneration: null } && view.State == CircuitState.Closed && Roll() % 4 == 3)
        {
            // The backlog gate: whatever it decides, the workflow must bear it, so here the dice decide.
            ended(new AttemptResult(
                AttemptStatus.NoPermit, Now, RetryAfter: TimeSpan.FromSeconds(1 + Roll() % 5), Generation: view.Generation));
            return;
        }

        var admission = CircuitAdmission.Decide(call, view, _probes, Now);
        var result = new AttemptResult(
            AttemptStatus.NotAdmitted,
            Now,
            Generation: admission.Generation,
            CircuitWasTroubled: admission.WasTroubled,
            RefusedUntil: admission.RefusedUntil);
        if (!admission.IsAdmitted)
        {
            ended(result);
            return;
        }

        Check(call, view);
        var isProbe = view.State != CircuitState.Closed;
        var status = StatusOf(call.Provider);
        Calls.Add((Now, call, status));
        Bill(call, status);
        At(Now + (status == AttemptStatus.TimedOut ? Timeout : Answer), () =>
        {
            if (isProbe)
                _probesOut[call.Provider]--;
            ended(result with
            {
                Status = status,
                FinishedAt = Now,
                Score = status == AttemptStatus.Scored ? Sample.Score : null,
                RetryAfter = status is AttemptStatus.Throttled or AttemptStatus.NoPermit ? TimeSpan.FromSeconds(2) : null,
                RefusedUntil = null,
            });
        });
    }

    public CircuitDecision Apply(string provider, CircuitEvent happened)
    {
        var transition = CircuitRules.Apply(Circuit(provider), happened, Now, Settings);
        _circuits[provider] = transition.Snapshot;
        if (happened is CircuitEvent.Ask ask && transition.Decision.Admitted)
            _admitted.Add(ask.Attempt);
        return transition.Decision;
    }

    private CircuitSnapshot Circuit(string provider) => _circuits.GetValueOrDefault(provider, CircuitSnapshot.Initial);

    private void Check(VendorCall call, CircuitSnapshot circuit)
    {
        Assert.True(Now <= (call.Validation.Deadline ?? Now), "An attempt begins after the deadline.");
        if (circuit.State == CircuitState.Closed)
            return;
        Assert.True(_admitted.Contains(call.AttemptId), "A call that the circuit did not admit.");
        _probesOut[call.Provider] = _probesOut.GetValueOrDefault(call.Provider) + 1;
        Assert.True(_probesOut[call.Provider] == 1, "Two probes at a time.");
    }

    private AttemptStatus StatusOf(string provider)
    {
        var second = (Now - Sample.Start).TotalSeconds;
        var outage = outages.FirstOrDefault(
            outage => outage.Provider == provider && second >= outage.From && second < outage.From + outage.Seconds);
        return outage?.Status ?? (Roll() % 20 == 19 ? AttemptStatus.Throttled : AttemptStatus.Scored);
    }

    private void Bill(VendorCall call, AttemptStatus status)
    {
        var mayBeBilled = status is AttemptStatus.TimedOut or AttemptStatus.NetworkFailure && Roll() % 2 == 0;
        if (status != AttemptStatus.Scored && !mayBeBilled)
            return;
        var key = (call.Provider, call.Validation.ValidationId);
        if (!_billed.TryGetValue(key, out var bills))
            _billed[key] = bills = [];
        bills.Add(call.IdempotencyKey);
        Assert.True(bills.Count == 1, "Two bills for one validation and provider.");
    }

    private int Roll() => dice.Length == 0 ? 0 : dice[_rolled++ % dice.Length];
}

/// <summary>One validation in an <see cref="OutageWorld"/>: its durable steps, and the record of them.</summary>
internal sealed class OutageRun(OutageWorld world, ValidationInput input) : IScoringSteps
{
    public ValidationInput Input => input;

    public List<WorkflowStep> Record { get; } = [];

    public List<ValidationProgress> Shown { get; } = [];

    /// <summary>The validation's end.</summary>
    public Task<ValidationOutcome> Outcome { get; private set; } =
        Task.FromException<ValidationOutcome>(new InvalidOperationException("Not begun."));

    /// <summary>How it ended; fails where it has not.</summary>
    public ValidationOutcome End
    {
        get
        {
            Assert.True(Outcome.IsCompletedSuccessfully, Outcome.Exception?.InnerException?.Message ?? "It never ends.");
            return Outcome.Result;
        }
    }

    public void Begin() => Outcome = ScoringWorkflow.RunAsync(input, this);

    public Task<AttemptResult> CallVendorAsync(VendorCall request)
    {
        var ended = new TaskCompletionSource<AttemptResult>();
        world.Call(request, result => ended.SetResult(Noted("call", request, result)));
        return ended.Task;
    }

    public Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask) =>
        Task.FromResult(Noted("ask", (provider, ask), world.Apply(provider, ask)));

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        Task.FromResult(Noted("tell", (provider, report), world.Apply(provider, report)));

    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        var over = new TaskCompletionSource();
        Noted("wait", moment, answer: true);
        world.At(moment, over.SetResult);
        return over.Task;
    }

    public Task<StoredScore?> FindLastScoreAsync(string applicantHash) =>
        Task.FromResult(Noted<StoredScore?>("find", applicantHash, null));

    public void ShowProgress(ValidationProgress progress) => Shown.Add(progress);

    private T Noted<T>(string kind, object request, T answer)
    {
        Record.Add(new WorkflowStep(kind, request, answer));
        return answer;
    }
}
