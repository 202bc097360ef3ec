using System.Text.Json;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>
/// The settings that the host under test runs with (<c>acceptance.settings.json</c>): short times, so that the suite is quick.
/// Tests take their expectations from here.
/// </summary>
internal static class AcceptanceSettings
{
    private static readonly Dictionary<string, string> Values = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "acceptance.settings.json")))!;

    public static IReadOnlyDictionary<string, string> All => Values;

    /// <summary>Changes to these settings for tests that are about no time: times that a busy machine keeps, too.</summary>
    public static IReadOnlyList<(string Name, string Value)> Patient { get; } =
    [
        ("Validation:SyncWait", "00:00:30"), ("RiskShield:AttemptTimeout", "00:00:10"), ("Circuit:ProbeLease", "00:00:15"),
    ];

    public static int MaxAttempts => int.Parse(Values["Retry:MaxAttempts"], null);

    public static int FailureThreshold => int.Parse(Values["Circuit:FailureThreshold"], null);

    public static TimeSpan BreakDuration => TimeSpan.Parse(Values["Circuit:BreakDuration"], null);

    public static TimeSpan ProbeLease => TimeSpan.Parse(Values["Circuit:ProbeLease"], null);

    public static TimeSpan MaxRetryAfter => TimeSpan.Parse(Values["Retry:MaxRetryAfter"], null);

    public static TimeSpan SyncWait => TimeSpan.Parse(Values["Validation:SyncWait"], null);

    /// <summary>These settings with some replaced or added.</summary>
    public static IReadOnlyDictionary<string, string> With(params (string Name, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(Values, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in changes)
            changed[name] = value;
        return changed;
    }
}
