using System.Diagnostics;
using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load.Driving;

/// <summary>
/// A closed loop: each connection sends its next request when it has its answer. So a slow program is asked less, and its
/// latencies say how long an answer takes, not how long a queue of callers would become.
/// </summary>
internal sealed class Driver(Stage stage, ApplicantSequence applicants)
{
    /// <summary>
    /// After so many errors a round ends early: the run has failed, and a dead program need not be asked for minutes.
    /// </summary>
    private const int TooManyErrors = 100;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <param name="subject">The program to drive.</param>
    /// <param name="connections">Requests in flight at any moment.</param>
    /// <param name="length">No request starts later than this; those under way are awaited.</param>
    /// <param name="cancellation">Ends the round without a result.</param>
    public async Task<Round> RunAsync(Subject subject, int connections, TimeSpan length, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(length + AnswerWithin);
        var calls = await stage.Simulator.CallsAsync(cancellation);
        var (machine, ours, cpu) = (MachineUsage.Now(), stage.Cpu, subject.Child.Usage.Cpu);
        var started = Stopwatch.GetTimestamp();
        var tally = new ErrorTally();
        var workers = Enumerable.Range(0, connections)
            .Select(_ => Task.Run(() => WorkAsync(subject.Caller, started, length, tally, limit.Token), CancellationToken.None));

        var latencies = new LatencyHistogram();
        foreach (var worker in await Task.WhenAll(workers))
            latencies.Add(worker);

        cancellation.ThrowIfCancellationRequested();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = subject.Child.Usage.Cpu - cpu;
        var ourShare = (stage.Cpu - ours) / (elapsed * Environment.ProcessorCount);
        var othersShare = Math.Max(0, MachineUsage.Now().BusyShareSince(machine) - ourShare);
        calls = await stage.Simulator.CallsAsync(cancellation) - calls;
        if (calls != latencies.Count)
            tally.Add($"{latencies.Count} answers but {calls} vendor calls: a cache or a retry was measured");

        return new Round(
            latencies.Count, tally.Count, tally.First, elapsed,
            latencies.Milliseconds(0.5), latencies.Milliseconds(0.99), used, othersShare);
    }

    private async Task<LatencyHistogram> WorkAsync(
        Caller caller, long started, TimeSpan length, ErrorTally tally, CancellationToken limit)
    {
        var latencies = new LatencyHistogram();
        try
        {
            while (Stopwatch.GetElapsedTime(started) < length && tally.Count < TooManyErrors)
            {
                var body = applicants.Next();
                var sent = Stopwatch.GetTimestamp();
                if (await caller.PostAsync(body, limit) is { } trouble)
                    tally.Add(trouble);
                else
                    latencies.RecordSince(sent);
            }
        }
        catch (OperationCanceledException)
        {
            tally.Add($"no answer within {AnswerWithin.TotalSeconds} s after the round");
        }

        return latencies;
    }
}
