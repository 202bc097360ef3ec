using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>The columns of <see cref="FigureSet.Ring"/>: which counter is in which column of a row, and its name.</summary>
internal static class MinuteColumns
{
    /// <summary>The validations accepted, and the requests answered without a validation because of an open circuit.</summary>
    public const int Accepted = 0;

    /// <summary>The requests answered from the score cache, without a validation.</summary>
    public const int Cached = 1;

    /// <summary>The requests that joined a running validation or got the outcome of an earlier one (idempotency key).</summary>
    public const int Repeated = 2;

    /// <summary>The validations that ended with a score.</summary>
    public const int Scored = 3;

    /// <summary>The validations, and requests without a validation, that ended with an older score (degraded mode).</summary>
    public const int Degraded = 4;

    private const int FirstFailure = 5;

    private static readonly int FirstStatus = FirstFailure + Enum.GetValues<FailureCode>().Length;
    private static readonly int FirstNetworkError = FirstStatus + Enum.GetValues<AttemptStatus>().Length;
    private static readonly int FirstVendorBucket = FirstNetworkError + Enum.GetValues<HttpRequestError>().Length;
    private static readonly int FirstValidationBucket = FirstVendorBucket + LatencyScale.BucketCount;

    private static readonly int FirstRefusal = FirstValidationBucket + LatencyScale.BucketCount;

    /// <summary>The problem codes by which refused requests are counted: those with a status below 500.</summary>
    public static IReadOnlyList<string> RefusalCodes { get; } =
        [.. ProblemKind.All.Where(kind => kind.Status < 500).Select(kind => kind.Code)];

    /// <summary>The number of columns.</summary>
    public static int Width { get; } = FirstRefusal + RefusalCodes.Count;

    /// <summary>
    /// The name of each column in stored figures. They are stored by name because another version may have other columns.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "accepted", "cached", "repeated", "scored", "degraded",
        .. Enum.GetValues<FailureCode>().Select(failure => "failed." + failure.ToCode()),
        .. Enum.GetValues<AttemptStatus>().Select(status => "call." + status.ToWire()),
        .. Enum.GetValues<HttpRequestError>().Select(error => "network." + WireName.Of(error)),
        .. LatencyScale.Names.Select(bucket => "call-ms." + bucket),
        .. LatencyScale.Names.Select(bucket => "validation-ms." + bucket),
        .. RefusalCodes.Select(code => "refused." + code),
    ];

    /// <summary>Returns the column of the requests refused with a problem code; null if the code is not counted.</summary>
    public static int? RefusalColumn(string code)
    {
        for (var i = 0; i < RefusalCodes.Count; i++)
        {
            if (RefusalCodes[i] == code)
                return FirstRefusal + i;
        }

        return null;
    }

    /// <summary>Returns the column of the validations that failed for this reason.</summary>
    public static int IndexOf(FailureCode failure) => FirstFailure + (int)failure;

    /// <summary>Returns the column of the attempts that ended with this status.</summary>
    public static int IndexOf(AttemptStatus status) => FirstStatus + (int)status;

    /// <summary>Returns the column of the network failures with this error.</summary>
    public static int IndexOf(HttpRequestError error) => FirstNetworkError + (int)error;

    /// <summary>Returns the column of the validations with this outcome.</summary>
    public static int IndexOf(ValidationOutcome outcome) => outcome switch
    {
        { Failure: { } failure } => IndexOf(failure),
        { DegradedBy: not null } => Degraded,
        _ => Scored,
    };

    /// <summary>Returns the column of the latency bucket of a vendor call.</summary>
    public static int VendorBucket(TimeSpan elapsed) => FirstVendorBucket + LatencyScale.BucketOf(elapsed);

    /// <summary>Returns the column of the latency bucket of a validation.</summary>
    public static int ValidationBucket(TimeSpan elapsed) => FirstValidationBucket + LatencyScale.BucketOf(elapsed);

    /// <summary>Returns the latency buckets of the vendor calls from a row or a sum of rows.</summary>
    public static ReadOnlySpan<long> VendorBuckets(long[] row) => row.AsSpan(FirstVendorBucket, LatencyScale.BucketCount);

    /// <summary>Returns the latency buckets of the validations from a row or a sum of rows.</summary>
    public static ReadOnlySpan<long> ValidationBuckets(long[] row) => row.AsSpan(FirstValidationBucket, LatencyScale.BucketCount);
}
