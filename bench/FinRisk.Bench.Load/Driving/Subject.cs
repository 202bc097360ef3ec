using System.Diagnostics;
using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load.Driving;

/// <summary>A running program under load: its process, and the connections to it.</summary>
internal sealed class Subject(string name, Child child, string address) : IDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(2);

    public string Name => name;

    public Child Child => child;

    public Caller Caller { get; } = new(address);

    /// <summary>Posts until the first 200, trying again after 2 ms, for 30 s at most; returns when that answer came.</summary>
    /// <returns>The answer's moment as a <see cref="Stopwatch"/> timestamp.</returns>
    public async Task<long> FirstAnswerAsync(ApplicantSequence applicants, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (await Caller.PostAsync(applicants.Next(), cancellation) is { } trouble)
        {
            if (child.HasExited || Stopwatch.GetElapsedTime(started) > ReadyWithin)
                throw child.Failure($"{name} gave no 200 to POST /validate: {trouble}");
            await Task.Delay(BetweenTries, cancellation);
        }

        return Stopwatch.GetTimestamp();
    }

    public void Dispose()
    {
        Caller.Dispose();
        child.Dispose();
    }
}
