using System.Text.Json;

namespace FinRisk.Functions.Tests.Host;

/// <summary><c>host.json</c> of the repository's root arrives beside the worker, with what the product relies on.</summary>
public sealed class HostJsonTests
{
    private static readonly JsonElement Json = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(FunctionsHost).Assembly.Location)!, "host.json"))).RootElement;

    /// <summary>The contract's paths have no prefix.</summary>
    [Fact]
    public void Routes_have_no_prefix() => Assert.Equal("", At("extensions", "http", "routePrefix").GetString());

    /// <summary>Inputs hold sealed applicants: even so they do not belong into traces.</summary>
    [Fact]
    public void Traces_hold_no_inputs_and_outputs()
    {
        Assert.Equal("V2", At("extensions", "durableTask", "tracing", "version").GetString());
        Assert.False(At("extensions", "durableTask", "tracing", "traceInputsAndOutputs").GetBoolean());
        Assert.Equal("OpenTelemetry", At("telemetryMode").GetString());
    }

    /// <summary>Instances of a hub with another number of partitions would not be found again.</summary>
    [Fact]
    public void The_number_of_partitions_is_fixed() =>
        Assert.Equal(4, At("extensions", "durableTask", "storageProvider", "partitionCount").GetInt32());

    /// <summary>
    /// A revision that comes back after a rollback leaves the instances of a newer one alone: it neither breaks nor fails them.
    /// </summary>
    [Fact]
    public void Newer_instances_are_left_to_newer_revisions() => Assert.Equal(
        ("CurrentOrOlder", "Reject"),
        (
            At("extensions", "durableTask", "versionMatchStrategy").GetString(),
            At("extensions", "durableTask", "versionFailureStrategy").GetString()));

    /// <summary>
    /// On its standard error the worker says why it does not start; without this an operator sees only that it does not.
    /// </summary>
    [Fact]
    public void What_the_worker_says_at_its_start_is_in_the_log() =>
        Assert.Equal("Information", At("logging", "logLevel", "Host.Function.Console").GetString());

    /// <summary>An app lease that is lost once stops Durable on its replica for good (docs/functions.md).</summary>
    [Fact]
    public void No_replica_depends_on_a_lease_of_the_app() =>
        Assert.False(At("extensions", "durableTask", "useAppLease").GetBoolean());

    private static JsonElement At(params string[] path) => path.Aggregate(Json, (element, name) => element.GetProperty(name));
}
