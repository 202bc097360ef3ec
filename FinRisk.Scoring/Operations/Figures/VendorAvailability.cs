using System.Collections.Concurrent;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Counts, per provider and minute of the last day, the calls that show whether the provider was available: served and failed
/// ones. Throttled calls are counted apart. Calls that were deferred, or failed because of our API key, configuration or machine,
/// say nothing about the provider's availability and are not counted.
/// </summary>
internal sealed class VendorAvailability
{
    internal const int Served = 0;
    internal const int Failed = 1;
    internal const int Throttled = 2;

    /// <summary>The number of columns of a row, and of a sum.</summary>
    public const int Width = 3;

    private readonly ConcurrentDictionary<string, MinuteRing> _providers = new(StringComparer.Ordinal);

    /// <summary>Counts one call in a minute.</summary>
    public void Count(string provider, AttemptStatus status, long minute)
    {
        if (ColumnOf(status) is { } column)
            RingOf(provider).Count(minute, column);
    }

    /// <summary>
    /// Adds the counts of a provider in the <paramref name="minutes"/> up to and including <paramref name="minute"/>.
    /// </summary>
    public void AddTo(long[] sum, string provider, long minute, int minutes)
    {
        if (_providers.TryGetValue(provider, out var ring))
            ring.AddTo(sum, minute, minutes);
    }

    /// <summary>Returns the counts of an hour by provider, to be stored.</summary>
    public Dictionary<string, ProviderHour> ReadHour(long hour) => _providers.ToDictionary(
        provider => provider.Key,
        provider => new ProviderHour(
            ReadHour(provider.Value, hour, Served),
            ReadHour(provider.Value, hour, Failed),
            ReadHour(provider.Value, hour, Throttled)),
        StringComparer.Ordinal);

    /// <summary>Adds the counts of a provider in an hour that another process stored.</summary>
    public void Add(string provider, long hour, ProviderHour calls)
    {
        var (ring, firstMinute) = (RingOf(provider), hour * HourFigures.Minutes);
        ring.Add(firstMinute, Served, calls.Served);
        ring.Add(firstMinute, Failed, calls.Failed);
        ring.Add(firstMinute, Throttled, calls.Throttled);
    }

    private MinuteRing RingOf(string provider) => _providers.GetOrAdd(provider, static _ => new MinuteRing(Width));

    private static int[]? ReadHour(MinuteRing ring, long hour, int column) =>
        ring.Read(hour * HourFigures.Minutes, HourFigures.Minutes, column);

    private static int? ColumnOf(AttemptStatus status) => status.ToVerdict() switch
    {
        CircuitVerdict.Success => Served,
        CircuitVerdict.Failure => Failed,

        // The provider responded properly; it is the applicant that cannot be scored.
        _ when status == AttemptStatus.Rejected => Served,
        _ when status == AttemptStatus.Throttled => Throttled,
        _ => null,
    };
}

/// <summary>One provider's availability in each time window of <c>GET /ops/summary</c>.</summary>
internal sealed record VendorAvailabilityResponse(string Provider, AvailabilityResponse[] Windows);

/// <summary>A provider's availability in a time window that ends now.</summary>
/// <param name="Name">The name of the window: <c>five-minutes</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="Calls">The number of calls that show whether the provider was available: served and failed ones.</param>
/// <param name="Failed">The number of failed calls among them.</param>
/// <param name="Throttled">The number of further calls that got a 429. They count neither as served nor as failed.</param>
/// <param name="Availability">The share of the calls that the provider served, 0 to 1; null without calls.</param>
internal sealed record AvailabilityResponse(string Name, long Calls, long Failed, long Throttled, double? Availability)
{
    /// <summary>Creates the response from a sum of <see cref="VendorAvailability.AddTo"/>.</summary>
    public static AvailabilityResponse Of(string name, long[] sum)
    {
        var calls = sum[VendorAvailability.Served] + sum[VendorAvailability.Failed];
        return new AvailabilityResponse(
            name,
            calls,
            sum[VendorAvailability.Failed],
            sum[VendorAvailability.Throttled],
            calls == 0 ? null : (double)sum[VendorAvailability.Served] / calls);
    }
}
