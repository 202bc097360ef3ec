namespace FinRisk.Scoring.Time;

/// <summary>Compares points in time by their UTC values, and rounds the current one for storage.</summary>
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

    /// <summary>Returns the later of two points in time.</summary>
    public static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset second) => first > second ? first : second;
}
