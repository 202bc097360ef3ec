using System.IO.Compression;
using System.Text;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>What several processes count is kept, and added up by each of them.</summary>
public sealed class SharedFiguresTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero));
    private readonly StubFigureStore _store = new();
    private readonly LogRecorder _log = new();

    public void Dispose() => _log.Dispose();

    private DateTimeOffset Now => _clock.GetUtcNow();

    private long Minute => MinuteRing.MinuteOf(Now);

    [Fact]
    public async Task What_two_processes_counted_is_one_sum()
    {
        var (one, other) = (Start(), Start());
        Fill(one);
        Fill(other);
        await other.FigureWriter.WriteAsync(default);

        var sums = await one.Shared.ReadAsync(default);
        var hour = FigureResponses.CreateWindow(sums, "hour", Minute, 60);
        Assert.Equal((2, true), (sums.Processes, sums.IsComplete));
        Assert.Equal((2, 2, 2), (hour.Accepted, hour.VendorCalls, hour.RateLimited));
        Assert.Equal((2, 2), (hour.Failed["vendor-timeout"], hour.VendorFailures["timed-out"]));
        Assert.Equal(new AvailabilityResponse("hour", 2, 2, 0, 0), sums.Availability("riskshield", "hour", Minute, 60));
        Assert.Equal(2, sums.Failed(byCircuit: false, 9).Length);
        Assert.Equal(2, sums.Slowest(Minute, 9).Length);
        Assert.Equal(new RateLimitedCaller("bob", 2, 2, Now.UtcDateTime), Assert.Single(sums.Refused(Now, 9)));
    }

    /// <summary>Every cell comes back where it was: names and columns belong together.</summary>
    [Fact]
    public void What_is_kept_is_what_was_counted()
    {
        var counted = new FigureSet();
        for (var cell = 0; cell < MinuteColumns.Width; cell++)
            counted.Ring.Count(Minute - (cell % 10), cell, cell + 1);
        var read = new FigureSet();
        read.Add(Minute / 60, HourFigures.TryRead(counted.Read(Minute / 60, Now).ToBytes())!);
        Assert.Equal(counted.Ring.Sum(Minute, 60), read.Ring.Sum(Minute, 60));
        Assert.Equal(counted.Ring.Sum(Minute, 1), read.Ring.Sum(Minute, 1));
        Assert.Equal(MinuteColumns.Width, MinuteColumns.Names.Distinct().Count());
    }

    /// <summary>A column of an Azure table takes 64 KiB; nobody counts a million of everything in each minute.</summary>
    [Fact]
    public void The_busiest_hour_fits_into_a_column()
    {
        var (counted, random) = (new FigureSet(), new Random(1));
        var hour = Minute / 60;
        for (var minute = hour * 60; minute < (hour + 1) * 60; minute++)
        {
            for (var cell = 0; cell < MinuteColumns.Width; cell++)
                counted.Ring.Count(minute, cell, random.Next(100_000));
            for (var i = 0; i < 10; i++)
            {
                var at = MinuteRing.StartOf(minute).UtcDateTime;
                var outcome = i % 2 == 0 ? "circuit-open" : "vendor-error";
                var ended = new EndedValidation($"{random.NextInt64():x36}", "a-caller-of-some-length", outcome, at, i, 3);
                counted.Failures.Add(ended);
                counted.Slowest.Add(minute, ended);
            }
        }

        Assert.InRange(counted.Read(hour, Now).ToBytes().Length, 10_000, 60_000);
    }

    [Fact]
    public async Task A_process_that_ended_is_still_counted()
    {
        var first = Start();
        Fill(first);
        await first.FigureWriter.StopAsync(default);
        _clock.Advance(TimeSpan.FromHours(3));
        var second = Start();
        var sums = await second.Shared.ReadAsync(default);
        Assert.Equal((0, 1), (Accepted(sums, 60), Accepted(sums, MinuteRing.Minutes)));
        Assert.Equal(Now.AddHours(-3), sums.Since);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, Accepted(await second.Shared.ReadAsync(default), MinuteRing.Minutes));
    }

    /// <summary>One write a minute, and none while nothing happens.</summary>
    [Fact]
    public async Task An_idle_process_writes_nothing()
    {
        var process = Start();
        await process.FigureWriter.WriteAsync(default);
        Assert.Equal(0, _store.Writes);
        Fill(process);
        await process.FigureWriter.WriteAsync(default);
        await process.FigureWriter.WriteAsync(default);
        Assert.Equal(1, _store.Writes);
        _clock.Advance(TimeSpan.FromDays(2));
        await process.FigureWriter.WriteAsync(default);
        Assert.Equal(1, _store.Writes);
    }

    /// <summary>In its own hours, as long as they are of today; said once.</summary>
    [Fact]
    public async Task What_could_not_be_kept_is_kept_later()
    {
        var process = Start();
        _store.IsAway = true;
        for (var hours = 0; hours < 3; hours++)
        {
            Fill(process);
            await process.FigureWriter.WriteAsync(default);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Single(_log.Events, entry => entry.Name == "figures_not_kept");
        _store.IsAway = false;
        await process.FigureWriter.WriteAsync(default);
        Assert.Equal(3, _store.Writes);
        Assert.Equal(3, Accepted(await Start().Shared.ReadAsync(default), MinuteRing.Minutes));
    }

    [Fact]
    public async Task Without_the_store_a_process_shows_itself_and_what_it_read_before()
    {
        var (one, other) = (Start(), Start());
        Fill(one);
        _store.IsAway = true;
        var alone = await one.Shared.ReadAsync(default);
        Assert.Equal((1, false, null), (alone.Processes, alone.IsComplete, alone.OthersAsOf));
        Assert.Equal(1, FigureResponses.CreateWindow(alone, "hour", Minute, 60).Accepted);
        Assert.Single(_log.Events, entry => entry.Name == "figures_not_read");

        _store.IsAway = false;
        Fill(other);
        await other.FigureWriter.WriteAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var both = await one.Shared.ReadAsync(default);
        _store.IsAway = true;
        _clock.Advance(TimeSpan.FromSeconds(10));
        var later = await one.Shared.ReadAsync(default);
        Assert.Equal((2, false, both.OthersAsOf), (later.Processes, later.IsComplete, later.OthersAsOf));
        Assert.Equal(2, FigureResponses.CreateWindow(later, "hour", Minute, 60).Accepted);
    }

    /// <summary>Every two seconds a page asks: the store is asked for two hours every ten seconds, for the day seldom.</summary>
    [Fact]
    public async Task Looking_costs_little()
    {
        var process = Start();
        for (var seconds = 0; seconds < 60; seconds += 2)
        {
            await process.Shared.ReadAsync(default);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        var hour = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal((hour.AddDays(-1), hour.AddHours(-1)), _store.Reads[0]);
        Assert.Equal(Enumerable.Repeat((hour.AddHours(-1), hour.AddHours(1)), 6), _store.Reads.Skip(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not compressed")]
    [InlineData("{}")]
    [InlineData("""{"counts":{"accepted":[99]},"providers":{},"failed":[null],"slowest":[],"refused":{}}""")]
    public async Task A_damaged_row_costs_no_more_than_itself(string content)
    {
        var (one, other) = (Start(), Start());
        Fill(other);
        await other.FigureWriter.WriteAsync(default);
        var bytes = content.StartsWith('{') ? Pack(content) : Encoding.UTF8.GetBytes(content);
        await _store.SaveAsync(new StoredFigures("damaged", MinuteRing.StartOf(Minute / 60 * 60), bytes), default);
        var sums = await one.Shared.ReadAsync(default);
        Assert.Equal((2, 1L), (sums.Processes, FigureResponses.CreateWindow(sums, "hour", Minute, 60).Accepted));
        Assert.Single(_log.Events, entry => entry.Name == "figures_damaged");
    }

    /// <summary>Cells that nobody knows, rows that are too long, counts that cannot be, times of another hour.</summary>
    [Fact]
    public async Task Of_another_versions_row_what_is_known_is_counted()
    {
        var other = """
            {"since":"2026-11-22T09:00:00Z","more":1,
             "counts":{"accepted":[0,5,-7,2000000000],"failed.of-tomorrow":[1],"scored":[1,1]},
             "providers":{"riskshield":{"served":[4]},"second":{}},
             "failed":[{"validationId":"v1","caller":"c","outcome":"vendor-error","endedAt":"2099-01-01T00:00:00Z"},
                       {"validationId":"v2","caller":"c","outcome":"of-tomorrow","endedAt":"2026-11-22T10:03:00Z"},
                       {"validationId":"v3","caller":"c","outcome":"vendor-error"}],
             "slowest":[],"refused":{"bob":{"slots":[3]}}}
            """;
        await _store.SaveAsync(new StoredFigures("other", MinuteRing.StartOf(Minute / 60 * 60), Pack(other)), default);
        var sums = await Start().Shared.ReadAsync(default);
        var hour = FigureResponses.CreateWindow(sums, "hour", Minute, 60);
        Assert.Equal((5, 2, 4L), (hour.Accepted, hour.Completed, sums.Availability("riskshield", "hour", Minute, 60).Calls));
        Assert.Equal(["v2"], sums.Failed(byCircuit: false, 9).Select(failed => failed.ValidationId));
        Assert.Equal(3, sums.Refused(Now, 9)[0].LastHour);
    }

    /// <summary>Whatever the order in which their rows are read.</summary>
    [Fact]
    public async Task The_newest_failures_are_those_of_all_processes()
    {
        var processes = Enumerable.Range(0, 5).Select(_ => Start()).ToArray();
        for (var round = 0; round < 40; round++)
        {
            for (var at = 0; at < processes.Length; at++)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                End(processes[at], FailureCode.VendorError, $"caller{at}");
            }
        }

        foreach (var process in processes)
            await process.FigureWriter.WriteAsync(default);
        var newest = (await Start().Shared.ReadAsync(default)).Failed(byCircuit: false, 5);
        Assert.Equal(["caller4", "caller3", "caller2", "caller1", "caller0"], newest.Select(failed => failed.Caller));
    }

    /// <summary>In an outage validations of an open circuit are many; what opened it stays to be seen.</summary>
    [Fact]
    public async Task Failures_of_an_open_circuit_do_not_push_out_the_others()
    {
        var process = Start();
        End(process, FailureCode.VendorError);
        for (var i = 0; i < 200; i++)
            End(process, FailureCode.CircuitOpen);
        var sums = await process.Shared.ReadAsync(default);
        Assert.Equal("vendor-error", Assert.Single(sums.Failed(byCircuit: false, 12)).Outcome);
        Assert.Equal(12, sums.Failed(byCircuit: true, 12).Length);
    }

    private long Accepted(FigureSums sums, int minutes) => sums.Sum(Minute, minutes)[MinuteColumns.Accepted];

    private static byte[] Pack(string json)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(json));
        return packed.ToArray();
    }

    private void Fill(Process process)
    {
        process.Own.RequestHandled(StartKind.Started);
        process.Own.VendorCalled(
            "riskshield",
            new AttemptResult(AttemptStatus.TimedOut, Now) { Elapsed = TimeSpan.FromSeconds(2) },
            usesCandidatePath: false);
        process.Own.RequestRefused("rate-limited", "bob");
        End(process, FailureCode.VendorTimeout);
    }

    private void End(Process process, FailureCode failure, string caller = "alice") =>
        process.Own.ValidationEnded(Sample.Id, caller, new ValidationOutcome(3, Now, Failure: failure), Now.AddSeconds(-9), Now);

    private Process Start()
    {
        var logs = new LoggerFactory([_log]);
        var own = new OperationsFigures(_clock);
        return new Process(
            own,
            new FigureWriter(own, _store, _clock, logs.CreateLogger<FigureWriter>()),
            new SharedFigures(own, _store, _clock, logs.CreateLogger<SharedFigures>()));
    }

    private sealed record Process(OperationsFigures Own, FigureWriter FigureWriter, SharedFigures Shared);
}
