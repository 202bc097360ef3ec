using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// The figures of one process in one hour, in the form in which they are stored: JSON, compressed with gzip. Every counter has a
/// name, so that another version can read the counters it knows. The size is a few kilobytes; the limit, 64 KiB for a column of
/// an Azure table, is several times the size of the busiest hour.
/// </summary>
/// <param name="Since">The time at which the process began to count, in UTC.</param>
/// <param name="Counts">
/// The counts of each minute of the hour, by the column's name (<see cref="MinuteColumns.Names"/>); without columns that are
/// zero.
/// </param>
/// <param name="Providers">The calls that show the availability of each provider, by the provider's name.</param>
/// <param name="Failed">The newest failed validations of the hour.</param>
/// <param name="Slowest">The slowest validations of the hour.</param>
/// <param name="Refused">The requests that the rate limit refused, by the caller's name.</param>
internal sealed record HourFigures(
    DateTime Since,
    Dictionary<string, int[]> Counts,
    Dictionary<string, ProviderHour> Providers,
    EndedValidation[] Failed,
    EndedValidation[] Slowest,
    Dictionary<string, CallerHour> Refused)
{
    /// <summary>The number of minutes of an hour.</summary>
    public const int Minutes = 60;

    /// <summary>Returns the number of the hour that contains a time, counted from the year 1.</summary>
    public static long HourOf(DateTimeOffset time) => MinuteRing.MinuteOf(time) / Minutes;

    /// <summary>Returns the number of the hour that contains a time in UTC.</summary>
    public static long HourOf(DateTime utc) => MinuteRing.MinuteOf(utc) / Minutes;

    /// <summary>Returns the time at which an hour starts.</summary>
    public static DateTimeOffset StartOf(long hour) => MinuteRing.StartOf(hour * Minutes);

    /// <summary>Serialises the figures to the stored form.</summary>
    public byte[] ToBytes()
    {
        using var stored = new MemoryStream();
        using (var compressed = new GZipStream(stored, CompressionLevel.Fastest))
            JsonSerializer.Serialize(compressed, this, HourFiguresJson.Default.HourFigures);
        return stored.ToArray();
    }

    /// <summary>
    /// Deserialises stored figures. Returns null if they are damaged, so that the operations page misses only these figures.
    /// </summary>
    public static HourFigures? TryRead(byte[] stored)
    {
        try
        {
            using var compressed = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
            var figures = JsonSerializer.Deserialize(compressed, HourFiguresJson.Default.HourFigures);
            return figures is { Counts: not null, Providers: not null, Failed: not null, Slowest: not null, Refused: not null }
                && figures.Failed.Concat(figures.Slowest).All(
                    ended => ended is { ValidationId: not null, Outcome: not null, Caller: not null })
                ? figures
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>
/// A provider's calls in each minute of an hour, as <see cref="VendorAvailability"/> counts them; null if there were none.
/// </summary>
internal sealed record ProviderHour(int[]? Served, int[]? Failed, int[]? Throttled);

/// <summary>
/// A caller's refused requests in each five minutes of an hour (null if there were none), and the time of the latest one in UTC.
/// </summary>
internal sealed record CallerHour(int[]? Slots, DateTime LastAt);

/// <summary>The source-generated JSON serialisation of <see cref="HourFigures"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HourFigures))]
internal sealed partial class HourFiguresJson : JsonSerializerContext;
