namespace RiskShield.Simulator.Latency;

/// <summary>The latency of the vendor's responses: none, fixed, uniformly or log-normally distributed.</summary>
internal sealed class LatencyModel
{
    private volatile Func<double>? _milliseconds;

    /// <summary>A random latency for one response; zero if none is set.</summary>
    public TimeSpan Sample() => _milliseconds is { } sample ? TimeSpan.FromMilliseconds(sample()) : TimeSpan.Zero;

    public void SetNone() => _milliseconds = null;

    public void SetFixed(double ms) => _milliseconds = () => ms;

    public void SetUniform(double minMs, double maxMs) =>
        _milliseconds = () => minMs + (Random.Shared.NextDouble() * (maxMs - minMs));

    /// <summary>Sets a log-normal distribution by its median and 99th percentile, in milliseconds.</summary>
    public void SetLogNormal(double p50Ms, double p99Ms)
    {
        const double standardNormalP99 = 2.3263478740408408;
        var mean = Math.Log(p50Ms);
        var deviation = (Math.Log(p99Ms) - mean) / standardNormalP99;
        _milliseconds = () => Math.Exp(mean + (deviation * StandardNormal()));
    }

    /// <summary>
    /// A sample of the standard normal distribution, by the Box-Muller transform. NextDouble may be 0 but not 1, so 1 -
    /// NextDouble avoids the logarithm of 0.
    /// </summary>
    private static double StandardNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - Random.Shared.NextDouble())) * Math.Cos(2 * Math.PI * Random.Shared.NextDouble());
}
