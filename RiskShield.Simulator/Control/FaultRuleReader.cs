using System.Text.Json;
using RiskShield.Simulator.Faults;

namespace RiskShield.Simulator.Control;

/// <summary>Reads fault rules from a control request: <c>{ "rules": [ … ] }</c>, or a single rule without <c>rules</c>.</summary>
internal static class FaultRuleReader
{
    /// <exception cref="ControlInputException">A rule is invalid.</exception>
    public static List<FaultRule> Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty("rules", out _))
            return [ReadRule(body, "body")];

        var input = new ControlInput(body, "body", "rules");
        return [.. input.Items("rules").Select((rule, index) => ReadRule(rule, $"rules[{index}]"))];
    }

    private static FaultRule ReadRule(JsonElement element, string path)
    {
        var rule = new ControlInput(element, path, "match", "sequence", "fault", "times", "forever", "rate", "seed");
        var match = rule.Find("match") is { } found
            ? new ControlInput(found, rule.PathOf("match"), "correlationIdPrefix", "idempotencyKey", "lastName")
            : default(ControlInput?);
        var rate = rule.Number("rate", 0, 1);
        var times = rule.Integer("times", 1, int.MaxValue);
        if (times is not null && rule.Flag("forever"))
            throw rule.CreateError("forever", "and times exclude each other");

        return new FaultRule
        {
            Sequence = ReadSequence(rule),

            // A rule with a rate but without a count applies until it is removed.
            Times = rule.Flag("forever") || (rate is not null && times is null) ? null : times ?? 1,
            Rate = rate ?? 1,
            Seed = rule.Integer("seed", int.MinValue, int.MaxValue) ?? 0,
            CorrelationIdPrefix = match?.Text("correlationIdPrefix"),
            IdempotencyKey = match?.Text("idempotencyKey"),
            LastName = match?.Text("lastName"),
        };
    }

    private static FaultStep[] ReadSequence(ControlInput rule)
    {
        if (rule.Find("fault") is { } single)
            return rule.Find("sequence") is null
                ? [FaultStepReader.Read(single, rule.PathOf("fault"))]
                : throw rule.CreateError("fault", "and sequence exclude each other");

        FaultStep[] steps =
            [.. rule.Items("sequence").Select(
                (step, index) => FaultStepReader.Read(step, $"{rule.PathOf("sequence")}[{index}]"))];
        return steps.Length > 0 ? steps : throw rule.CreateError("sequence", "must have at least one step");
    }
}
