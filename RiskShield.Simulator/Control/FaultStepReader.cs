using System.Text.Json;
using RiskShield.Simulator.Faults;

namespace RiskShield.Simulator.Control;

/// <summary>
/// Reads a fault step: a status (<c>500</c>), the name of a fault (<c>"hang"</c>), or an object with either <c>status</c> or
/// <c>fault</c>, and optionally <c>retryAfter</c>, <c>retryAfterDateIn</c> (both in seconds) and <c>delayMs</c>.
/// </summary>
internal static class FaultStepReader
{
    private const int MaxSeconds = 86_400;

    /// <exception cref="ControlInputException">The step is invalid.</exception>
    public static FaultStep Read(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Number => ReadStatus(element, path),
        JsonValueKind.String => ReadName(element.GetString()!, path),
        _ => ReadObject(new ControlInput(element, path, "status", "fault", "retryAfter", "retryAfterDateIn", "delayMs"), path),
    };

    private static FaultStep ReadObject(ControlInput input, string path)
    {
        var step = (input.Find("status"), input.Text("fault")) switch
        {
            ({ } status, null) => ReadStatus(status, input.PathOf("status")),
            (null, { } name) => ReadName(name, input.PathOf("fault")),
            _ => throw new ControlInputException(path, "must have either status or fault"),
        };
        return step with
        {
            RetryAfter = input.Find("retryAfter") is { ValueKind: JsonValueKind.Number }
                ? $"{input.Integer("retryAfter", 0, MaxSeconds)}"
                : input.Text("retryAfter"),
            RetryAfterDateIn = input.Number("retryAfterDateIn", 0, MaxSeconds) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : null,
            Delay = TimeSpan.FromMilliseconds(input.Number("delayMs", 0, MaxSeconds * 1000.0) ?? 0),
        };
    }

    private static FaultStep ReadStatus(JsonElement element, string path) =>
        element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out var status) && status is >= 400 and <= 599
            ? FaultStep.FromStatus(status)
            : throw new ControlInputException(path, "must be a status from 400 to 599");

    private static FaultStep ReadName(string name, string path) =>
        FaultStep.FromName(name) ?? throw new ControlInputException(
            path, $"must be one of ok, hang, slow-drip, cut, cut-midway, stale, stored-error, huge, "
                + string.Join(", ", ReencodedBodies.Names.Concat(UnusableBodies.Names)));
}
