using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>One cell of the table (state, event): what the rules must make of it.</summary>
/// <param name="Name">The cell in words.</param>
/// <param name="Before">The circuit before.</param>
/// <param name="Happened">The event.</param>
/// <param name="Second">When, in seconds after the table's beginning.</param>
/// <param name="After">The circuit after; null: the very same object.</param>
/// <param name="Decision">What is decided.</param>
/// <param name="Entered">The state that was entered.</param>
public sealed record CircuitRow(
    string Name,
    CircuitSnapshot Before,
    CircuitEvent Happened,
    double Second,
    CircuitSnapshot? After,
    CircuitDecision Decision,
    CircuitState? Entered = null)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
