namespace RiskShield.Simulator.Control;

/// <summary>A control request is wrong; answered as 400.</summary>
internal sealed class ControlInputException(string field, string message) : Exception(message)
{
    /// <summary>The field at fault, as a path such as <c>rules[0].rate</c>.</summary>
    public string Field { get; } = field;
}
