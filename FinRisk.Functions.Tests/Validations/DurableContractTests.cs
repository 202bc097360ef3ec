using System.Text.Json;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>
/// The approved form of everything that is stored with an instance. A change here changes what later versions have to read:
/// add members, never rename or remove one. The files in <c>Contracts</c> are approved by hand; what was received lies beside the
/// copies in the output folder.
/// </summary>
public sealed class DurableContractTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Validations", "Contracts");

    private static readonly JsonSerializerOptions Readable = new(DurableSerializer.Options) { WriteIndented = true, NewLine = "\n" };

    private static readonly KnownScore Known = new(new VendorScore(72, RiskLevel.Medium), Samples.Moment, Samples.Id(1));

    private static readonly VendorBilling Billing = new(Run: 1, HasError: true, MayBeBilled: true);

    private static readonly ValidationInput Input =
        Samples.Input(ValidationId.Create(1, new byte[ValidationId.SecretBytes])) with
        {
            TraceParent = "trace",
            Known = Known,
            FormerApplicantKeys = ["former"],
            Billing = Billing,
            Plan = Samples.Plan with { Candidate = true },
        };

    /// <summary>Every durable value, with every member set.</summary>
    public static TheoryData<string, object> Values { get; } = new()
    {
        { "ValidationInput", Input },
        { "ValidationOutcome", new ValidationOutcome(3, Samples.Moment, Known, FailureCode.CircuitOpen, FailureCode.VendorTimeout, Samples.Moment, Final: true, Billing: Billing) },
        { "ValidationProgress", new ValidationProgress("waiting", 2, Samples.Moment, "closed") },
        { "VendorStep", new VendorStep(new VendorCall(Input with { Known = null }, 2, 7, CallsBefore: 1), Samples.Moment) },
        {
            "AttemptResult",
            new AttemptResult(
                AttemptStatus.Throttled,
                Samples.Moment,
                Known.Score,
                429,
                TimeSpan.FromSeconds(2),
                7,
                CircuitWasTroubled: true,
                RefusedUntil: Samples.Moment,
                Audited: true,
                Fault: HttpRequestError.ResponseEnded)
        },
        {
            "CircuitSnapshot",
            new CircuitSnapshot
            {
                State = CircuitState.HalfOpen, Generation = 7, ConsecutiveFailures = 5, OpenedAt = Samples.Moment, OpenUntil = Samples.Moment,
                ProbeAttempt = "attempt", ProbeUntil = Samples.Moment, ChangedAt = Samples.Moment, Reported = ["one", "two"],
                ByHand = new CircuitIntervention(CircuitState.Open, "operator", "reason", Samples.Moment, "reference"),
                Changes = [new CircuitChange(CircuitState.Open, Samples.Moment, "operator"), new CircuitChange(CircuitState.HalfOpen, Samples.Moment)],
            }
        },
        {
            "AuditRecord",
            new AuditRecord("validation-ended", Samples.Moment, "caller")
            {
                CorrelationId = "correlation", ValidationId = "validation", Outcome = "scored", Level = RiskLevel.Medium, ScoreOf = "another",
                Attempts = 3, Degraded = true, AcceptedAt = Samples.Moment, EndedAt = Samples.Moment, Reason = "reason",
            }
        },
        { "CircuitDecision", new CircuitDecision(true, 7, true, Samples.Moment) },
        { "CircuitAsk", new CircuitEvent.Ask("attempt") },
        { "CircuitReport", new CircuitEvent.Report("attempt", 7, CircuitVerdict.Failure) },
        { "CircuitForce", new CircuitEvent.Force("reference", CircuitState.Open, "operator", "reason", 60) },
    };

    /// <summary>Written as approved.</summary>
    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void It_is_written_as_approved(string name, object value)
    {
        File.WriteAllText(Path.Combine(Folder, name + ".received.json"), Write(value));
        Assert.Equal(Approved(name), Write(value));
    }

    /// <summary>Read without loss, also with a member that only a later version knows.</summary>
    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void What_was_approved_is_read(string name, object value)
    {
        var later = Approved(name).Insert(1, "\"addedLater\":{\"a\":1},");
        var read = JsonSerializer.Deserialize(later, value.GetType(), DurableSerializer.Options);
        Assert.Equal(Approved(name), Write(read!));
    }

    private static string Write(object value) => JsonSerializer.Serialize(value, value.GetType(), Readable);

    private static string Approved(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json")).Trim();
}
