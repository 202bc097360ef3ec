using System.Diagnostics;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Tests.Providers;
using FinRisk.Scoring.Tests.Telemetry;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>The step "call the vendor once", up to the vendor's own server.</summary>
public sealed class VendorAttemptTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string TraceParent = $"00-{TraceId}-b7ad6b7169203331-01";

    private static ValidationInput Input => Sample.Input(applicant: Secrets.SealJane(Sample.Id), traceParent: TraceParent);

    [Fact]
    public async Task Under_a_healthy_circuit_the_call_is_made_and_told()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = new CircuitSnapshot { Generation = 4 };
        bench.Clock.Advance(TimeSpan.FromTicks(17_000));
        var result = await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.Equal(
            new AttemptResult(AttemptStatus.Scored, Sample.Start.AddMilliseconds(1), Sample.Score, 200, Generation: 4), result);
        Assert.Empty(bench.Log.Events);
    }

    [Fact]
    public async Task A_circuit_with_failures_wants_to_hear_of_a_success()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = new CircuitSnapshot { Generation = 4, ConsecutiveFailures = 1 };
        Assert.True((await bench.Attempt.RunAsync(Sample.Call(Input, 1), default)).CircuitWasTroubled);
    }

    /// <summary>While a break lasts or a probe is out, the view refuses by itself and says for how long.</summary>
    [Theory]
    [InlineData(CircuitState.Open, 40)]
    [InlineData(CircuitState.HalfOpen, 1)]
    public async Task What_the_view_refuses_is_not_asked_for(CircuitState state, int seconds)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = NotClosed(state, seconds: 40);
        var result = await bench.Attempt.RunAsync(Sample.Call(Input, 2), default);
        var until = Sample.Start.AddSeconds(seconds);
        Assert.Equal(new AttemptResult(
            AttemptStatus.NotAdmitted, Sample.Start, Generation: 7, CircuitWasTroubled: true, RefusedUntil: until), result);

        // And not only the first one that asks.
        var another = Input with { ValidationId = Sample.OtherId };
        Assert.Equal(until, (await bench.Attempt.RunAsync(Sample.Call(another, 1), default)).RefusedUntil);
        Assert.Empty(bench.Received);
    }

    /// <summary>Once break or lease are over one validation a second goes and asks; the others wait for what it finds.</summary>
    [Theory]
    [InlineData(CircuitState.Open)]
    [InlineData(CircuitState.HalfOpen)]
    public async Task After_the_break_one_validation_a_second_asks(CircuitState state)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = NotClosed(state, seconds: 0);
        Assert.Null(await RefusedUntilAsync(1));
        Assert.Equal(Sample.Start.AddSeconds(1), await RefusedUntilAsync(2));
        Assert.Null(await RefusedUntilAsync(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await RefusedUntilAsync(3));
        Assert.Equal(Sample.Start.AddSeconds(2), await RefusedUntilAsync(2));

        bench.Circuit = bench.Circuit with { Generation = 8 };
        Assert.Null(await RefusedUntilAsync(2));

        // Whoever asks last asks an hour from now, and then the clock is set back.
        bench.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await RefusedUntilAsync(4));
        bench.Clock.AdjustTime(bench.Clock.GetUtcNow().AddHours(-1));
        Assert.Null(await RefusedUntilAsync(5));

        async Task<DateTimeOffset?> RefusedUntilAsync(int number)
        {
            var input = Input with { ValidationId = ValidationId.Create(number, "0123456789abcdef"u8) };
            var result = await bench.Attempt.RunAsync(Sample.Call(input, 1), default);
            Assert.Equal(AttemptStatus.NotAdmitted, result.Status);
            return result.RefusedUntil;
        }
    }

    /// <summary>After a crash the holder of the lease finds its own probe out: it asks, and gets its lease again.</summary>
    [Fact]
    public async Task The_holder_of_the_lease_is_not_refused_because_of_itself()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = NotClosed(CircuitState.HalfOpen, seconds: 0);
        await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        bench.Circuit = NotClosed(CircuitState.HalfOpen,
            seconds: 40) with
        { ProbeAttempt = Input.AttemptId(ProviderName.RiskShield, 2) };
        Assert.Null((await bench.Attempt.RunAsync(Sample.Call(Input, 2), default)).RefusedUntil);
    }

    [Fact]
    public async Task An_admitted_call_is_made_under_its_own_generation_whatever_the_view_says()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = new CircuitSnapshot { State = CircuitState.Open, Generation = 7 };
        var result = await bench.Attempt.RunAsync(Sample.Call(Input, 2, admittedGeneration: 8), default);
        Assert.Equal((AttemptStatus.Scored, 8L, true), (result.Status, result.Generation, result.CircuitWasTroubled));
    }

    /// <summary>
    /// What waited out an outage goes through the gate, one call each fifth of a second at first; other calls do not, nor does
    /// one that the shared circuit has admitted.
    /// </summary>
    [Fact]
    public async Task Only_what_waited_out_an_outage_goes_through_the_gate()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = new CircuitSnapshot { Generation = 4, ChangedAt = Sample.Start };
        var late = Sample.Call(Input, 1) with { IsBacklog = true };
        Assert.Equal(AttemptStatus.Scored, (await bench.Attempt.RunAsync(late, default)).Status);
        var next = bench.Attempt.RunAsync(late, default);
        Assert.Equal(AttemptStatus.Scored, (await bench.Attempt.RunAsync(Sample.Call(Input, 1), default)).Status);
        Assert.Equal(
            AttemptStatus.Scored, (await bench.Attempt.RunAsync(late with { AdmittedGeneration = 4 }, default)).Status);
        Assert.False(next.IsCompleted);
        bench.Clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(AttemptStatus.Scored, (await next).Status);
    }

    /// <summary>It must end within its lease, so it waits for a permit only for what its call leaves of the lease.</summary>
    [Fact]
    public async Task A_probe_waits_less_long_for_a_permit_than_other_calls()
    {
        var answer = new TaskCompletionSource<int>();
        await using var bench = await ClientBench.StartAsync(
            Answers.StatusOf(answer.Task),
            new RiskShieldSettings
            {
                MaxConcurrentCalls = 1,
                AttemptTimeout = new CircuitSettings().ProbeLease - TimeSpan.FromSeconds(1),
                MaxQueueTime = TimeSpan.FromSeconds(10),
            });
        bench.Circuit = NotClosed(CircuitState.HalfOpen, seconds: 40) with { Generation = 7 };
        var call = bench.Attempt.RunAsync(Sample.Call(Input, 1, admittedGeneration: 7), default);
        var probe = bench.Attempt.RunAsync(Sample.Call(Input, 2, admittedGeneration: 7), default);
        Assert.False(probe.IsCompleted);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AttemptStatus.NoPermit, (await probe.WaitAsync(TimeSpan.FromSeconds(30))).Status);
        answer.SetResult(500);
        Assert.Equal(AttemptStatus.ServerError, (await call).Status);
    }

    [Fact]
    public async Task While_the_circuit_is_not_closed_the_gate_lets_nobody_wait()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = NotClosed(CircuitState.Open, seconds: 40);
        foreach (var attempt in (int[])[1, 2])
        {
            var call = Sample.Call(Input, attempt) with { IsBacklog = true };
            Assert.Equal(AttemptStatus.NotAdmitted, (await bench.Attempt.RunAsync(call, default)).Status);
        }
    }

    [Fact]
    public async Task Where_the_gate_is_full_the_call_says_when_to_come_again()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = new CircuitSnapshot { Generation = 4, ChangedAt = Sample.Start };
        var late = Sample.Call(Input, 1) with { IsBacklog = true };
        await bench.Attempt.RunAsync(late, default);
        for (var waiting = 0; waiting < BacklogGate.MaxWaiting; waiting++)
            _ = bench.Attempt.RunAsync(late, default);
        Assert.Equal(
            new AttemptResult(AttemptStatus.NoPermit, Sample.Start, RetryAfter: TimeSpan.FromSeconds(3.2), Generation: 4),
            await bench.Attempt.RunAsync(late, default));
    }

    /// <summary>For metrics and the operations page; the candidate path is told, and only where the plan asks for it.</summary>
    [Theory]
    [InlineData(false, "/v1/score")]
    [InlineData(true, "/v2/score")]
    public async Task Listeners_are_told_of_the_call(bool usesCandidatePath, string path)
    {
        var listener = new RecordingListener();
        await using var bench = await ClientBench.StartAsync(
            Answers.Score,
            new RiskShieldSettings { CandidatePath = "/v2/score" },
            more: services => services.AddSingleton<IScoringListener>(listener));
        var plan = Input.Plan with { UsesCandidatePath = usesCandidatePath };
        await bench.Attempt.RunAsync(Sample.Call(Input with { Plan = plan }, 1), default);
        Assert.Equal(path, Assert.Single(bench.Received).Path);
        Assert.Equal([("riskshield", AttemptStatus.Scored, usesCandidatePath)], listener.Calls);
    }

    /// <summary>Another may be out by now, and there is to be one at a time.</summary>
    [Theory]
    [InlineData(CircuitState.HalfOpen, 7, 0, false)]
    [InlineData(CircuitState.HalfOpen, 7, 1, true)]
    [InlineData(CircuitState.HalfOpen, 8, 40, false)]
    [InlineData(CircuitState.Open, 8, 40, false)]
    [InlineData(CircuitState.Closed, 8, 0, true)]
    [InlineData(CircuitState.HalfOpen, 6, 0, true)]
    public async Task A_probe_whose_lease_is_over_is_not_made(CircuitState state, long generation, int leaseSeconds, bool made)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Circuit = NotClosed(state, leaseSeconds) with { Generation = generation };
        var result = await bench.Attempt.RunAsync(Sample.Call(Input, 2, admittedGeneration: 7), default);
        Assert.Equal((made ? 1 : 0, 7L, true), (bench.Received.Count, result.Generation, result.CircuitWasTroubled));
        Assert.Equal(
            (made ? AttemptStatus.Scored : AttemptStatus.NotAdmitted, made ? null : Sample.Start.AddSeconds(1)),
            (result.Status, result.RefusedUntil));
    }

    [Fact]
    public async Task A_failed_call_is_logged_and_its_Retry_After_kept()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Status(429, ("Retry-After", "7")));
        var result = await bench.Attempt.RunAsync(Sample.Call(Input, 2), default);
        Assert.Equal(new AttemptResult(
            AttemptStatus.Throttled, Sample.Start, HttpStatus: 429, RetryAfter: TimeSpan.FromSeconds(7)), result);
        var told = Assert.Single(bench.Log.Events);
        Assert.Equal((LogLevel.Warning, 2001, "provider_attempt_failed"), (told.Level, told.Id, told.Name));
        Assert.Equal((Sample.Id.Value, "corr-1", 2, 429),
            (told.Values["validationId"], told.Values["correlationId"], told.Values["attempt"], told.Values["httpStatus"]));
    }

    [Fact]
    public async Task A_broken_seal_ends_the_attempt_without_a_call()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        var moved = Input with { Applicant = Secrets.SealJane(Sample.OtherId) };
        Assert.Equal(AttemptStatus.SealBroken, (await bench.Attempt.RunAsync(Sample.Call(moved, 1), default)).Status);
        Assert.Empty(bench.Received);
        Assert.Equal("seal_broken", Assert.Single(bench.Log.Events).Name);
        Assert.Equal(
            new AuditRecord("seal-broken", Sample.Start, Input.Caller)
            {
                ValidationId = Sample.Id.Value,
                CorrelationId = "corr-1",
                AcceptedAt = Input.AcceptedAt,
            },
            Assert.Single(bench.Audit.Records));
    }

    [Fact]
    public async Task A_broken_seal_that_cannot_be_audited_is_logged_and_ends_the_attempt_all_the_same()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        bench.Audit.IsBroken = true;
        var moved = Input with { Applicant = Secrets.SealJane(Sample.OtherId) };
        Assert.Equal(AttemptStatus.SealBroken, (await bench.Attempt.RunAsync(Sample.Call(moved, 1), default)).Status);
        Assert.Equal(["seal_broken", "audit_refused"], bench.Log.Events.Select(told => told.Name));
    }

    [Fact]
    public async Task A_host_that_stops_leaves_the_attempt_undone()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await ClientBench.StartAsync(async http =>
        {
            reached.TrySetResult();
            await Task.Delay(
                Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var stopping = new CancellationTokenSource();
        var attempt = bench.Attempt.RunAsync(Sample.Call(Input, 1), stopping.Token);
        await reached.Task;
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        Assert.Empty(bench.Log.Events);
    }

    [Fact]
    public async Task Where_nobody_traces_the_callers_trace_goes_on_as_it_came()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.Equal(TraceParent, Assert.Single(bench.Received).Headers["traceparent"]);
    }

    [Fact]
    public async Task Where_somebody_traces_an_attempt_and_its_call_are_spans_of_the_callers_trace()
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        await bench.Attempt.RunAsync(Sample.Call(Input, 2), default);

        Assert.Equal(["POST /v1/score", "provider.attempt"], spans.Ended.Select(span => span.DisplayName));
        var (call, attempt) = (spans.Ended[0], spans.Ended[1]);
        Assert.Equal((ActivityKind.Client, ActivityStatusCode.Unset), (call.Kind, call.Status));
        Assert.Equal((ActivityKind.Internal, ActivityStatusCode.Unset), (attempt.Kind, attempt.Status));
        Assert.Equal("b7ad6b7169203331", attempt.ParentSpanId.ToString());
        Assert.Equal(attempt.SpanId, call.ParentSpanId);
        Assert.Equal(call.Id, Assert.Single(bench.Received).Headers["traceparent"]);

        Assert.Equal(
            [("finrisk.validation_id", Input.ValidationId.Value), (
                "finrisk.correlation_id", Input.CorrelationId), ("finrisk.attempt", 2), ("finrisk.attempt.status", "scored")],
            attempt.TagObjects.Select(tag => (tag.Key, tag.Value)));
        Assert.Equal(
            ["finrisk.provider", "http.request.method", "server.address", "server.port", "url.full", "http.response.status_code"],
            call.TagObjects.Select(tag => tag.Key));
        Assert.Equal(200, call.GetTagItem("http.response.status_code"));
        Assert.EndsWith("/v1/score", (string)call.GetTagItem("url.full")!, StringComparison.Ordinal);
    }

    /// <summary>A call to the candidate path is told as what it is.</summary>
    [Fact]
    public async Task The_span_of_a_candidate_call_has_the_candidates_address()
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartAsync(
            Answers.Score, new RiskShieldSettings { CandidatePath = "/v2/score" });
        await bench.Attempt.RunAsync(Sample.Call(Input with { Plan = Input.Plan with { UsesCandidatePath = true } }, 1), default);
        Assert.Equal("/v2/score", Assert.Single(bench.Received).Path);
        Assert.Equal("POST /v2/score", spans.Ended[0].DisplayName);
        Assert.EndsWith("/v2/score", (string)spans.Ended[0].GetTagItem("url.full")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_without_a_score_is_an_error_on_both_spans()
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartAsync(Answers.Status(500));
        await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.All(spans.Ended, span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.Equal("500", spans.Ended[0].GetTagItem("error.type"));
        Assert.Equal("server-error", spans.Ended[1].GetTagItem("finrisk.attempt.status"));
    }

    [Fact]
    public async Task A_call_without_a_response_is_an_error_and_tells_no_more_than_its_kind()
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartElsewhereAsync(new Uri("http://127.0.0.1:9"));
        await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.Equal("connection_error", spans.Ended[0].GetTagItem("error.type"));
        Assert.All(spans.Ended, span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.All(spans.Ended, span => Assert.Empty(span.Events));
        Assert.Null(spans.Ended[0].StatusDescription);
    }

    [Fact]
    public async Task A_key_that_is_read_anew_makes_two_calls_of_one_attempt()
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartAsync(Answers.Status(401));
        await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.Equal(["POST /v1/score", "POST /v1/score", "provider.attempt"], spans.Ended.Select(span => span.DisplayName));
        Assert.Equal(spans.Ended.Take(2).Select(span => span.Id), bench.Received.Select(call => call.Headers["traceparent"]));
    }

    [Fact]
    public async Task Below_a_span_of_the_validations_own_trace_the_attempt_is_its_child()
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        using (var run = ValidationSpans.StartValidation(Input))
        {
            await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
            Assert.Equal(run!.SpanId, spans.Ended[1].ParentSpanId);
        }

        using var elsewhere = new Activity("elsewhere").Start();
        await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.Equal("b7ad6b7169203331", spans.Ended[^1].ParentSpanId.ToString());
    }

    /// <summary>Open, or with a probe out, for so many seconds.</summary>
    private static CircuitSnapshot NotClosed(CircuitState state, int seconds) => new()
    {
        State = state,
        Generation = 7,
        OpenUntil = Sample.Start.AddSeconds(seconds),
        ProbeAttempt = "another",
        ProbeUntil = Sample.Start.AddSeconds(seconds),
    };
}
