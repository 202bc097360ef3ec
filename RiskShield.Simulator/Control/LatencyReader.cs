using System.Text.Json;
using RiskShield.Simulator.Latency;

namespace RiskShield.Simulator.Control;

/// <summary>
/// Reads <c>{"kind":"none"}</c>, <c>{"kind":"fixed","ms":5}</c>, <c>{"kind":"uniform","minMs":1,"maxMs":9}</c> or
/// <c>{"kind":"log-normal","p50Ms":40,"p99Ms":400}</c> into the model.
/// </summary>
internal static class LatencyReader
{
    private const double MaxMs = 600_000;

    /// <exception cref="ControlInputException">Something in it is wrong.</exception>
    public static void Apply(JsonElement body, LatencyModel latency)
    {
        var input = new ControlInput(body, "body", "kind", "ms", "minMs", "maxMs", "p50Ms", "p99Ms");
        switch (input.Text("kind"))
        {
            case "none":
                latency.None();
                break;
            case "fixed":
                latency.Fixed(Required(input, "ms", 0));
                break;
            case "uniform":
                var min = Required(input, "minMs", 0);
                latency.Uniform(min, Required(input, "maxMs", min));
                break;
            case "log-normal":
                var median = Required(input, "p50Ms", 0.001);
                latency.LogNormal(median, Required(input, "p99Ms", median));
                break;
            default:
                throw input.Refuse("kind", "must be one of none, fixed, uniform, log-normal");
        }
    }

    private static double Required(ControlInput input, string name, double min) =>
        input.Number(name, min, MaxMs) ?? throw input.Refuse(name, "is required");
}
