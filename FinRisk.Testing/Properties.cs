using System.Globalization;

namespace FinRisk.Testing;

/// <summary>How often a property is tried on random input.</summary>
public static class Properties
{
    /// <summary>
    /// An upper limit for all properties, 1 or more. A mutation run sets it: it runs the tests of a line once for every mutant
    /// of that line, and what a mutant breaks shows within a few inputs.
    /// </summary>
    public const string Variable = "FINRISK_PROPERTY_ITERATIONS";

    private static readonly long Limit = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value
        ? ReadLimit(value)
        : long.MaxValue;

    /// <summary>So many, or fewer where <see cref="Variable"/> says so.</summary>
    /// <param name="usual">How many without the variable.</param>
    public static long Iterations(long usual) => Math.Min(usual, Limit);

    private static long ReadLimit(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : throw new InvalidOperationException($"{Variable} is a whole number of 1 or more.");
}
