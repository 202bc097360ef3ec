namespace FinRisk.Scoring.Time;

/// <summary>Compares points in time and durations, and rounds points in time.</summary>
public static class Moments
{
    /// <summary>Returns the earlier of two points in time; the first if the second is null.</summary>
    public static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset? second) => second < first ? second.Value : first;

    /// <summary>
    /// Returns the current time in whole milliseconds, which every host stores without loss, so that a value is the same before
    /// and after it is stored.
    /// </summary>
    public static DateTimeOffset NowInMilliseconds(TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>
    /// Returns the start of the window of a length, counted from the year 1 in UTC, that a point in time lies in: every process
    /// finds the same windows.
    /// </summary>
    public static DateTimeOffset WindowStart(DateTimeOffset moment, TimeSpan window) =>
        moment.AddTicks(-(moment.UtcTicks % window.Ticks));

    /// <summary>Returns the longer of two durations.</summary>
    public static TimeSpan Longer(TimeSpan first, TimeSpan second) => first > second ? first : second;

    /// <summary>Returns the later of two points in time.</summary>
    public static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset second) => first > second ? first : second;
}
