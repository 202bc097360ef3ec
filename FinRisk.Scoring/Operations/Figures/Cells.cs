using FinRisk.Scoring.Http;
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

    /// <summary>Validations that ended with a score.</summary>
    public const int Scored = 3;

    /// <summary>Validations that ended with an older score.</summary>
    public const int Degraded = 4;

    private const int FirstFailure = 5;

    private static readonly int FirstStatus = FirstFailure + Enum.GetValues<FailureCode>().Length;
    private static readonly int FirstFault = FirstStatus + Enum.GetValues<AttemptStatus>().Length;
    private static readonly int FirstVendorStep = FirstFault + Enum.GetValues<HttpRequestError>().Length;
    private static readonly int FirstValidationStep = FirstVendorStep + LatencyScale.Steps;

    private static readonly int FirstRefusal = FirstValidationStep + LatencyScale.Steps;

    /// <summary>The codes by which refused requests are counted: those of every problem that is not a validation's.</summary>
    public static IReadOnlyList<string> RefusalCodes { get; } =
        [.. ProblemKind.All.Where(kind => kind.Status < 500).Select(kind => kind.Code)];

    /// <summary>How many cells a row has.</summary>
    public static int Width { get; } = FirstRefusal + RefusalCodes.Count;

    /// <summary>Requests refused for this; null where the code is none of a refusal.</summary>
    public static int? Refusal(string code)
    {
        for (var i = 0; i < RefusalCodes.Count; i++)
        {
            if (RefusalCodes[i] == code)
                return FirstRefusal + i;
        }

        return null;
    }

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
