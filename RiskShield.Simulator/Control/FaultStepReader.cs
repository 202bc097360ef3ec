using System.Text.Json;
using RiskShield.Simulator.Faults;

namespace RiskShield.Simulator.Control;

/// <summary>
/// Reads a step: a status (<c>500</c>), a name (<c>"hang"</c>), or an object with <c>status</c> or <c>fault</c> and
/// <c>retryAfter</c>, <c>retryAfterDateIn</c> (seconds), <c>delayMs</c>.
/// </summary>
internal static class FaultStepReader
{
    private const int MaxSeconds = 86_400;

    /// <exception cref="ControlInputException">Something in it is wrong.</exception>
    public static FaultStep Read(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Number => OfStatus(element, path),
        JsonValueKind.String => OfName(element.GetString()!, path),
        _ => OfObject(new ControlInput(element, path, "status", "fault", "retryAfter", "retryAfterDateIn", "delayMs"), path),
    };

    private static FaultStep OfObject(ControlInput input, string path)
    {
        var step = (input.Find("status"), input.Text("fault")) switch
        {
            ({ } status, null) => OfStatus(status, input.PathOf("status")),
            (null, { } name) => OfName(name, input.PathOf("fault")),
            _ => throw new ControlInputException(path, "must have either status or fault"),
        };
        return step with
        {
            RetryAfter = input.Find("retryAfter") is { ValueKind: JsonValueKind.Number }
                ? $"{input.Integer("retryAfter", 0, MaxSeconds)}"
                : input.Text("retryAfter"),
            RetryAfterDateIn = input.Number("retryAfterDateIn", 0, MaxSeconds) is { } ahead ? TimeSpan.FromSeconds(ahead) : null,
            Delay = TimeSpan.FromMilliseconds(input.Number("delayMs", 0, MaxSeconds * 1000.0) ?? 0),
        };
    }

    private static FaultStep OfStatus(JsonElement element, string path) =>
        element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out var status) && status is >= 400 and <= 599
            ? FaultStep.OfStatus(status)
            : throw new ControlInputException(path, "must be a status from 400 to 599");

    private static FaultStep OfName(string name, string path) =>
        FaultStep.Named(name) ?? throw new ControlInputException(
            path, $"must be one of ok, hang, slow-drip, cut, cut-midway, stale, stored-error, huge, "
                + string.Join(", ", DressedAnswers.Names.Concat(UnusableAnswers.Names)));
}
