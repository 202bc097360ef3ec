using System.Text.Json;
using RiskShield.Simulator.Latency;

namespace RiskShield.Simulator.Control;

/// <summary>
/// Sets the latency model from a control request: <c>{"kind":"none"}</c>, <c>{"kind":"fixed","ms":5}</c>,
/// <c>{"kind":"uniform","minMs":1,"maxMs":9}</c> or <c>{"kind":"log-normal","p50Ms":40,"p99Ms":400}</c>.
/// </summary>
internal static class LatencyReader
{
    private const double MaxMs = 600_000;

    /// <exception cref="ControlInputException">The request is invalid.</exception>
    public static void Apply(JsonElement body, LatencyModel latency)
    {
        var input = new ControlInput(body, "body", "kind", "ms", "minMs", "maxMs", "p50Ms", "p99Ms");
        switch (input.Text("kind"))
        {
            case "none":
                latency.SetNone();
                break;
            case "fixed":
                latency.SetFixed(Required(input, "ms", 0));
                break;
            case "uniform":
                var min = Required(input, "minMs", 0);
                latency.SetUniform(min, Required(input, "maxMs", min));
                break;
            case "log-normal":
                var median = Required(input, "p50Ms", 0.001);
                latency.SetLogNormal(median, Required(input, "p99Ms", median));
                break;
            default:
                throw input.CreateError("kind", "must be one of none, fixed, uniform, log-normal");
        }
    }

    private static double Required(ControlInput input, string name, double min) =>
        input.Number(name, min, MaxMs) ?? throw input.CreateError(name, "is required");
}
