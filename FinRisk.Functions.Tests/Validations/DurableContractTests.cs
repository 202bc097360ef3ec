using System.Text.Json;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>
/// The approved form of everything that is stored with an instance. A change here changes what later versions have to read:
/// add members, never rename or remove one. The files in <c>Contracts</c> are approved by hand; what was received lies beside the
/// copies in the output folder.
/// </summary>
public sealed class DurableContractTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Validations", "Contracts");

    private static readonly JsonSerializerOptions Readable = new(
        DurableSerializer.Options)
    { WriteIndented = true, NewLine = "\n" };

    private static readonly StoredScore Known = new(
        new VendorScore(72, RiskLevel.Medium), Samples.Moment, Samples.Id(1), "scoretwo");

    private static readonly VendorBilling Billing = new(Run: 1, HasError: true, MayBeBilled: true);

    private static readonly ValidationInput Input =
        Samples.Input(ValidationId.Create(1, new byte[ValidationId.SecretBytes])) with
        {
            TraceParent = "trace",
            CachedScore = Known,
            PreviousApplicantHashes = ["former"],
            Billing = Billing,
            BackupBilling = Billing with { Run = 2 },
            MayProbe = true,
            Plan = Samples.Plan with { UsesCandidatePath = true, Backup = "scoretwo", Deadline = TimeSpan.FromHours(1) },
        };

    private static readonly AttemptHistory History = new(
        [new AttemptEntry(
            "scoretwo",
            2,
            AttemptStatus.NetworkFailure,
            Samples.Moment,
            TimeSpan.FromMilliseconds(120),
            429,
            HttpRequestError.ResponseEnded,
            TimeSpan.FromSeconds(2),
            CircuitPassage.Probe,
            Samples.Moment,
            Samples.Moment)],
        LeftOut: 3);

    /// <summary>Every durable value, with every member set.</summary>
    public static TheoryData<string, object> Values { get; } = new()
    {
        { "ValidationInput", Input },
        { "ValidationOutcome", new ValidationOutcome(3, Samples.Moment, Known, FailureCode.CircuitOpen, FailureCode.VendorTimeout,
            Samples.Moment, Final: true, Billing: Billing, BackupBilling: Billing, History: History) },
        { "ValidationProgress",
            new ValidationProgress("waiting", 2, 1, Samples.Moment, "closed", "scoretwo", "vendor-error", History) },
        { "VendorStep", new VendorStep(new VendorCall(Input with { CachedScore = null }, 2, "key", "scoretwo", 7, CallsBefore: 1,
            IsBacklog: true), Samples.Moment) },
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
                NetworkError: HttpRequestError.ResponseEnded,
                Elapsed: TimeSpan.FromMilliseconds(120))
        },
        {
            "CircuitSnapshot",
            new CircuitSnapshot
            {
                State = CircuitState.HalfOpen, Generation = 7, ConsecutiveFailures = 5, OpenedAt = Samples.Moment,
                OpenUntil = Samples.Moment,
                Outage = new CircuitOutage(Samples.Moment, "server-error", "attempt"),
                ProbeAttempt = "attempt", ProbeUntil = Samples.Moment, ChangedAt = Samples.Moment, Reported = ["one", "two"],
                ManualOverride = new CircuitIntervention(CircuitState.Open, "operator", "reason", Samples.Moment, "reference"),
                Changes = [new CircuitChange(
                    CircuitState.Open, Samples.Moment, "operator"), new CircuitChange(CircuitState.HalfOpen, Samples.Moment)],
            }
        },
        {
            "AuditRecord",
            new AuditRecord("validation-ended", Samples.Moment, "caller")
            {
                CorrelationId = "correlation", ValidationId = "validation", Outcome = "scored", Level = RiskLevel.Medium,
                ScoreOf = "another",
                Attempts = 3, Degraded = true, AcceptedAt = Samples.Moment, EndedAt = Samples.Moment, Reason = "reason",
                Provider = "scoretwo",
            }
        },
        { "CircuitDecision", new CircuitDecision(true, 7, true, Samples.Moment) },
        { "CircuitAsk", new CircuitEvent.Ask("attempt") },
        { "CircuitReport", new CircuitEvent.Report("attempt", 7, CircuitVerdict.Failure, "server-error") },
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

    /// <summary>Instances in flight, and data folders, hold the names that enumerations have in the code.</summary>
    [Fact]
    public void Earlier_spellings_are_read()
    {
        const string Earlier = """
            {
              "status": "TimedOut", "finishedAt": "2026-11-22T10:15:00+00:00", "fault": "ResponseEnded",
              "score": { "riskScore": 72, "riskLevel": "Medium" }
            }
            """;
        var read = JsonSerializer.Deserialize<AttemptResult>(Earlier, DurableSerializer.Options)!;
        Assert.Equal(
            (AttemptStatus.TimedOut, RiskLevel.Medium, HttpRequestError.ResponseEnded),
            (read.Status, read.Score!.RiskLevel, read.NetworkError));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AttemptResult>(
            """{"status":"Nonsense","finishedAt":"2026-11-22T10:15:00+00:00"}""", DurableSerializer.Options));
    }

    /// <summary>The worker's serializer reads what triggers bring as well, which the host spells in its own way.</summary>
    [Fact]
    public void What_the_host_says_of_a_timer_is_read()
    {
        const string Timer = """{"ScheduleStatus":{"Next":"2026-11-22T10:15:00+00:00"},"IsPastDue":true}""";
        var read = JsonSerializer.Deserialize<TimerInfo>(Timer, DurableSerializer.Options)!;
        Assert.Equal((true, Samples.Moment.UtcDateTime), (read.IsPastDue, read.ScheduleStatus!.Next.ToUniversalTime()));
    }

    /// <summary>A custom status may have 16 KiB of UTF-16, however long an outage lasts.</summary>
    [Fact]
    public void The_longest_progress_fits_a_custom_status()
    {
        var entry = History.Entries[0] with
        {
            Provider = new string('p', 32),
            Attempt = int.MaxValue,
            FinishedAt = Samples.Moment.AddTicks(1_234_567),
            Elapsed = TimeSpan.FromTicks(1_234_567_890_123),
            NetworkError = HttpRequestError.ConfigurationLimitExceeded,
            RetryAfter = TimeSpan.FromTicks(1_234_567_890_123),
            CircuitOpenUntil = Samples.Moment.AddTicks(1_234_567),
            NextAttemptAt = Samples.Moment.AddTicks(1_234_567),
        };
        var longest = new ValidationProgress(
            "asking-circuit",
            int.MaxValue,
            int.MaxValue,
            Samples.Moment.AddTicks(1_234_567),
            "not-closed",
            new string('p', 32),
            "service-not-configured",
            new AttemptHistory([.. Enumerable.Repeat(entry, AttemptHistory.MaxEntries)], LeftOut: int.MaxValue));
        Assert.InRange(JsonSerializer.Serialize(longest, DurableSerializer.Options).Length, 5_000, 16 * 1024 / sizeof(char));
    }

    private static string Write(object value) => JsonSerializer.Serialize(value, value.GetType(), Readable);

    private static string Approved(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json")).Trim();
}
