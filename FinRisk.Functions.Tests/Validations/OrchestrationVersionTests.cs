using System.Text.Json;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>
/// The orchestration's version in <c>host.json</c> belongs to the order of durable steps: <c>Shapes/version-N.txt</c> is what an
/// instance of version N does. An instance in flight is replayed by later revisions, so a shape never changes; a change of the
/// order is a new version with a file of its own, and the orchestrator goes on taking the steps of the older ones for older
/// instances. What was received lies beside the copies in the output folder.
/// </summary>
public sealed class OrchestrationVersionTests : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Validations", "Shapes");
    private static readonly StoredScore Known = new(new VendorScore(72, RiskLevel.Medium), Samples.Moment, Samples.Id(9));
    private static readonly AttemptResult Scored = new(AttemptStatus.Scored, Samples.Moment, Known.Score, Audited: true);
    private static readonly AttemptResult Failed = new(AttemptStatus.ServerError, Samples.Moment, HttpStatus: 500);
    private static readonly AttemptResult NotAdmitted = new(AttemptStatus.NotAdmitted, Samples.Moment, CircuitWasTroubled: true);
    private static readonly AttemptResult OpenView = NotAdmitted with { RefusedUntil = Samples.Moment.AddMinutes(1) };
    private static readonly AttemptResult OpenViewLater = OpenView with
    {
        FinishedAt = Samples.Moment.AddMinutes(1),
        RefusedUntil = Samples.Moment.AddMinutes(2),
    };
    private static readonly CircuitDecision Closed = new(Admitted: true, Generation: 1);
    private static readonly CircuitDecision Probe = new(Admitted: true, Generation: 1, IsProbe: true);
    private static readonly CircuitDecision Refused = new(Admitted: false, Generation: 1, RetryAt: Samples.Moment.AddMinutes(1));

    private static readonly ValidationInput Input =
        Samples.Input(ValidationId.Create(1, new byte[ValidationId.SecretBytes])) with { PreviousApplicantHashes = ["former"] };

    private static readonly ValidationInput WithBackup = Input with { Plan = Input.Plan with { Backup = "scoretwo" } };
    private static readonly ValidationInput Patient = Input with { Plan = Input.Plan with { Deadline = TimeSpan.FromHours(1) } };

    /// <summary>What can happen to a validation, one way through the workflow each.</summary>
    private static readonly (
        string Name,
        ValidationInput Input,
        AttemptResult[] Attempts,
        CircuitDecision[] Decisions,
        StoredScore?[] Scores)[] Cases =
    [
        ("answered from the cache", Input with { CachedScore = Known }, [], [], []),
        ("scored", Input, [Scored], [], []),
        ("scored, its audit record not written by the activity", Input, [Scored with { Audited = false }], [], []),
        ("scored by a vendor in trouble", Input, [Scored with { CircuitWasTroubled = true }], [Closed], []),
        ("retried, then scored", Input, [Failed, Scored], [Closed], []),
        ("refused by the vendor", Input, [new(AttemptStatus.Rejected, Samples.Moment, HttpStatus: 400)], [], []),
        ("all attempts fail, no older score", Input, [Failed, Failed, Failed], [Closed, Closed, Closed], [null, null]),
        ("all attempts fail, an older score", Input, [Failed, Failed, Failed], [Closed, Closed, Closed], [Known]),
        (
            "all attempts fail, an older score under a former key",
            Input,
            [Failed, Failed, Failed],
            [Closed, Closed, Closed],
            [null, Known]),
        ("the circuit opens and outlasts the wait", Input, [Failed], [Refused], [Known]),
        ("refused by the local view", Input, [NotAdmitted with { RefusedUntil = Samples.Moment.AddMinutes(1) }], [], [Known]),
        ("refused by the circuit", Input, [NotAdmitted], [Refused], [Known]),
        ("the probe, scored", Input, [NotAdmitted, Scored with { CircuitWasTroubled = true }], [Probe, Closed], []),
        ("the probe, failed", Input, [NotAdmitted, Failed with { CircuitWasTroubled = true }], [Probe, Refused], [Known]),
        ("let through as the probe, scored", Input with { MayProbe = true }, [Scored with { CircuitWasTroubled = true }],
            [Probe, Closed], []),
        ("let through as the probe, refused by the circuit", Input with { MayProbe = true }, [], [Refused], [Known]),
        ("RiskShield fails, the backup scores", WithBackup, [Failed, Failed, Failed, Scored], [Closed, Closed, Closed], []),
        ("RiskShield refused, the backup is the probe", WithBackup,
            [OpenView, NotAdmitted, Scored with { CircuitWasTroubled = true }], [Probe, Closed], []),
        ("neither can be used", WithBackup, [OpenView, OpenView], [], [Known]),
        ("RiskShield refuses the applicant, the backup is not asked", WithBackup,
            [new(AttemptStatus.Rejected, Samples.Moment, HttpStatus: 400)], [], []),
        ("waits out an outage", Patient, [Failed, Failed, Failed, OpenView, Scored], [Closed, Closed, Refused], []),
        ("waits until its deadline", Patient with { Plan = Patient.Plan with { Deadline = TimeSpan.FromMinutes(1.2) } },
            [OpenView, OpenViewLater], [], [Known]),
        ("waits for either provider", WithBackup with { Plan = WithBackup.Plan with { Deadline = TimeSpan.FromHours(1) } },
            [OpenView, OpenView, OpenView, Scored], [], []),
        ("the probe, its lease over", Input, [NotAdmitted, NotAdmitted with { RefusedUntil = Samples.Moment.AddSeconds(1) }],
            [Probe, Closed], [Known]),
    ];

    private readonly IHost _host = TestHost.Build(TestHost.Settings());

    /// <summary>The versions that there are, and with them what older instances still do.</summary>
    public static TheoryData<string> Versions { get; } = [.. VersionsOnFile().Select(version => $"{version}")];

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();

    /// <summary>A new instance gets the newest version.</summary>
    [Fact]
    public void The_version_of_host_json_is_the_newest_shape()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(FunctionsHost).Assembly.Location)!, "host.json")));
        var version =
            json.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString();
        Assert.Equal($"{VersionsOnFile().Max()}", version);
        Assert.Equal(Enumerable.Range(1, VersionsOnFile().Max()), VersionsOnFile().Order());
    }

    /// <summary>An instance of a version takes that version's steps.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_steps_of_a_version_have_not_changed(string version)
    {
        var lines = new List<string>();
        foreach (var (name, input, attempts, decisions, scores) in Cases)
            lines.Add($"{name}: {string.Join(", ", await StepsAsync(version, input, attempts, decisions, scores))}");
        var received = string.Join('\n', lines) + "\n";
        await File.WriteAllTextAsync(Path.Combine(Folder, $"version-{version}.received.txt"), received);
        Assert.Equal(await File.ReadAllTextAsync(FileOf(version)), received);
    }

    private static string FileOf(string version) => Path.Combine(Folder, $"version-{version}.txt");

    private static int[] VersionsOnFile() =>
    [
        .. Directory.EnumerateFiles(Folder, "version-*.txt")
            .Select(file => Path.GetFileNameWithoutExtension(file)["version-".Length..])
            .Where(name => !name.Contains('.', StringComparison.Ordinal))
            .Select(int.Parse),
    ];

    private async Task<IReadOnlyList<string>> StepsAsync(
        string version, ValidationInput input, AttemptResult[] attempts, CircuitDecision[] decisions, StoredScore?[] scores)
    {
        var context = new ScriptedContext(version, attempts, decisions, scores);
        await ActivatorUtilities.CreateInstance<ValidationOrchestrator>(_host.Services).RunAsync(context, input);
        Assert.True(context.IsPlayedOut, "The workflow did not ask for every scripted answer.");
        return context.Steps;
    }
}
