using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>Whether this run is of all tests: only then can it tell what was never seen.</summary>
internal static class WholeSuite
{
    /// <summary>Why the run is not whole; null where it is.</summary>
    public static string? WhyNot { get; private set; } = "The run has not begun.";

    /// <summary>Looks at what will run.</summary>
    public static void Look(IEnumerable<ITestCase> cases)
    {
        var chosen = cases.Select(test => $"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}").ToHashSet(StringComparer.Ordinal);
        var missing = typeof(WholeSuite).Assembly.GetTypes()
            .Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{type.FullName}.{method.Name}"))
            .Count(name => !chosen.Contains(name));
        WhyNot = missing == 0 ? null : $"Only a whole run can tell what was never seen; {missing} tests were left out.";
    }
}
