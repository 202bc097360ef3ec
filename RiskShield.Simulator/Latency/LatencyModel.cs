namespace RiskShield.Simulator.Latency;

/// <summary>How long the vendor thinks before it answers: none, fixed, uniform or log-normal.</summary>
internal sealed class LatencyModel
{
    private volatile Func<double>? milliseconds;

    /// <summary>The wait before one answer; zero when no latency is set.</summary>
    public TimeSpan Sample() => milliseconds is { } sample ? TimeSpan.FromMilliseconds(sample()) : TimeSpan.Zero;

    public void None() => milliseconds = null;

    public void Fixed(double ms) => milliseconds = () => ms;

    public void Uniform(double minMs, double maxMs) =>
        milliseconds = () => minMs + (Random.Shared.NextDouble() * (maxMs - minMs));

    /// <summary>Log-normal through its median and 99th percentile, the two numbers that vendors publish.</summary>
    public void LogNormal(double p50Ms, double p99Ms)
    {
        const double standardNormalP99 = 2.3263478740408408;
        var mean = Math.Log(p50Ms);
        var deviation = (Math.Log(p99Ms) - mean) / standardNormalP99;
        milliseconds = () => Math.Exp(mean + (deviation * StandardNormal()));
    }

    /// <summary>Box and Muller's transform; 1 - u keeps the logarithm away from zero.</summary>
    private static double StandardNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - Random.Shared.NextDouble())) * Math.Cos(2 * Math.PI * Random.Shared.NextDouble());
}
