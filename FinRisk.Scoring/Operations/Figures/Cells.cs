using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>Where in a row of <see cref="MinuteRing"/> each figure is counted.</summary>
internal static class Cells
{
    /// <summary>Validations accepted.</summary>
    public const int Accepted = 0;

    /// <summary>Requests answered from the score cache.</summary>
    public const int Cached = 1;

    /// <summary>Requests that joined a validation or got its answer again.</summary>
    public const int Repeated = 2;

    /// <summary>Requests refused because their caller sent too many.</summary>
    public const int RateLimited = 3;

    /// <summary>Validations that ended with a score.</summary>
    public const int Scored = 4;

    /// <summary>Validations that ended with an older score.</summary>
    public const int Degraded = 5;

    private const int FirstFailure = 6;

    private static readonly int FirstStatus = FirstFailure + Enum.GetValues<FailureCode>().Length;
    private static readonly int FirstFault = FirstStatus + Enum.GetValues<AttemptStatus>().Length;
    private static readonly int FirstVendorStep = FirstFault + Enum.GetValues<HttpRequestError>().Length;
    private static readonly int FirstValidationStep = FirstVendorStep + LatencyScale.Steps;

    /// <summary>How many cells a row has.</summary>
    public static int Width { get; } = FirstValidationStep + LatencyScale.Steps;

    /// <summary>Validations that failed of this.</summary>
    public static int Of(FailureCode failure) => FirstFailure + (int)failure;

    /// <summary>Vendor calls that ended like this.</summary>
    public static int Of(AttemptStatus status) => FirstStatus + (int)status;

    /// <summary>Network failures of this kind.</summary>
    public static int Of(HttpRequestError fault) => FirstFault + (int)fault;

    /// <summary>How a validation ended.</summary>
    public static int Of(ValidationOutcome outcome) => outcome switch
    {
        { Failure: { } failure } => Of(failure),
        { DegradedBy: not null } => Degraded,
        _ => Scored,
    };

    /// <summary>Vendor calls that took so long.</summary>
    public static int VendorStep(TimeSpan elapsed) => FirstVendorStep + LatencyScale.StepOf(elapsed);

    /// <summary>Validations that took so long.</summary>
    public static int ValidationStep(TimeSpan elapsed) => FirstValidationStep + LatencyScale.StepOf(elapsed);

    /// <summary>The steps of the vendor's latency in a row, or in a sum of rows.</summary>
    public static ReadOnlySpan<long> VendorSteps(long[] row) => row.AsSpan(FirstVendorStep, LatencyScale.Steps);

    /// <summary>The steps of the validations' duration in a row, or in a sum of rows.</summary>
    public static ReadOnlySpan<long> ValidationSteps(long[] row) => row.AsSpan(FirstValidationStep, LatencyScale.Steps);
}
