namespace RiskShield.Simulator.Control;

/// <summary>A control request is invalid; the response is a 400.</summary>
internal sealed class ControlInputException(string field, string message) : Exception(message)
{
    /// <summary>The path of the invalid field, such as <c>rules[0].rate</c>.</summary>
    public string Field { get; } = field;
}
