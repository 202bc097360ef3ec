namespace FinRisk.Bench.Load.Driving;

/// <summary>What one stretch of load on one program came to.</summary>
/// <param name="Requests">Answers with status 200.</param>
/// <param name="Errors">Everything else: other answers, broken connections, no answer in time.</param>
/// <param name="FirstError">What the first of the errors was.</param>
/// <param name="Elapsed">From the first request's start to the last answer.</param>
/// <param name="P50">Median time to the whole answer, milliseconds.</param>
/// <param name="P99">Time within which 99 % had their whole answer, milliseconds.</param>
/// <param name="Cpu">User and system time of the program's process during the round.</param>
/// <param name="OthersShare">Share of the machine (0 to 1) taken meanwhile by processes that are not part of the run.</param>
internal sealed record Round(
    long Requests, long Errors, string? FirstError, TimeSpan Elapsed, double P50, double P99, TimeSpan Cpu, double OthersShare)
{
    public double RequestsPerSecond => Requests / Elapsed.TotalSeconds;

    /// <summary>CPU milliseconds per 1,000 requests.</summary>
    public double CpuPerThousand => Cpu.TotalMilliseconds * 1000 / Requests;
}
