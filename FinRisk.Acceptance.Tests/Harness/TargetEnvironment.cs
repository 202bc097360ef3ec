namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>The environment variables that point the suite at hosts which run already.</summary>
internal static class TargetEnvironment
{
    /// <summary>Why a test that controls processes is skipped against a host that runs already.</summary>
    public const string NeedsOwnHost = "FINRISK_URL is set, and this test starts, kills or configures a host of its own.";

    /// <summary>
    /// The hosts under test, used in turn: <c>FINRISK_URL</c>, separated by commas. Empty: the suite starts one.
    /// </summary>
    public static IReadOnlyList<Uri> Hosts { get; } =
        [.. (Read("FINRISK_URL") ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(url => new Uri(url))];

    /// <summary>The caller's key, sent as <c>x-functions-key</c>: <c>FINRISK_KEY</c>.</summary>
    public static string? Key { get; } = Read("FINRISK_KEY");

    /// <summary>The key of another caller, who must not see the first one's validations: <c>FINRISK_OTHER_KEY</c>.</summary>
    public static string? OtherKey { get; } = Read("FINRISK_OTHER_KEY");

    /// <summary>An operator's key: <c>FINRISK_OPERATOR_KEY</c>.</summary>
    public static string? OperatorKey { get; } = Read("FINRISK_OPERATOR_KEY");

    /// <summary>The simulator that those hosts call: <c>FINRISK_SIMULATOR_URL</c>.</summary>
    public static string? Simulator { get; } = Read("FINRISK_SIMULATOR_URL");

    /// <summary>Repeats the generated bodies of an earlier run: <c>FINRISK_SEED</c>.</summary>
    public static string? Seed { get; } = Read("FINRISK_SEED");

    /// <summary>
    /// Something before the hosts under test checks keys and headers, so that what it refuses is not in the contract's form:
    /// <c>FINRISK_EDGE=platform</c>, as for the Azure Functions host.
    /// </summary>
    public static bool PlatformEdge { get; } = Read("FINRISK_EDGE") switch
    {
        null or "own" => false,
        "platform" => true,
        _ => throw new InvalidOperationException("FINRISK_EDGE is 'own' or 'platform'."),
    };

    /// <summary>
    /// The control address of the FinRisk.StorageProxy that those hosts' storage lies behind: <c>FINRISK_STORAGE_PROXY</c>.
    /// </summary>
    public static string? StorageProxy { get; } = Read("FINRISK_STORAGE_PROXY");

    /// <summary>
    /// Where those hosts log to, to report the events of an attack: <c>FINRISK_HOST_LOG</c>, files separated by commas.
    /// </summary>
    public static IReadOnlyList<string> HostLogs { get; } = [.. (Read("FINRISK_HOST_LOG") ?? "").Split(
        ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public static bool IsRemote => Hosts.Count > 0;

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
