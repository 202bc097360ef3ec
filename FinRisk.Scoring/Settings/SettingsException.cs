namespace FinRisk.Scoring.Settings;

/// <summary>
/// The configuration holds values that the product cannot run with. Stops the start; the message is for a person.
/// </summary>
public sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception("The configuration cannot be used:" + string.Concat(faults.Select(fault => Environment.NewLine + "  - " + fault)))
{
    /// <summary>One sentence a fault: the setting, what is wrong with its value, and the range.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
