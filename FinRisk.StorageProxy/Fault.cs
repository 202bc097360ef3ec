using System.Text.Json.Serialization;

namespace FinRisk.StorageProxy;

/// <summary>What goes wrong, and where. Without any of its effects a request passes.</summary>
public sealed record Fault
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly Fault None = new();

    /// <summary>The services that it strikes; default all.</summary>
    public IReadOnlyList<StorageService> Services { get; init; } = Enum.GetValues<StorageService>();

    /// <summary>The requests that it strikes; default all.</summary>
    public FaultScope Scope { get; init; }

    /// <summary>The share of these requests that it strikes, above 0 and at most 1; default all.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Requests are passed on so many milliseconds late, 0 to 60,000; default none.</summary>
    public int DelayMs { get; init; }

    /// <summary>Requests get this status, 400 to 599, and are not passed on, unless <see cref="Done"/>; default none.</summary>
    public int? Status { get; init; }

    /// <summary>Storage does first what the request asks for, and <see cref="Status"/> replaces its answer; default no.</summary>
    public bool Done { get; init; }

    /// <summary>The connection breaks: before the request is passed on, or after storage has done what it asks for.</summary>
    public BrokenConnection? Drop { get; init; }

    /// <summary>Nobody listens: connections are refused, open ones break. Strikes all requests of the services.</summary>
    public bool Refuse { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? FindError() => this switch
    {
        { Services.Count: 0 } => "services names at least one of Blob, Queue, Table.",
        { Share: not (> 0 and <= 1) } => "share is above 0 and at most 1.",
        { DelayMs: not (>= 0 and <= 60_000) } => "delayMs is from 0 to 60000.",
        { Status: not (null or (>= 400 and <= 599)) } => "status is from 400 to 599.",
        { Done: true, Status: null } => "done goes with a status: it says what became of the request that gets it.",
        { Refuse: true, Scope: not FaultScope.All } or { Refuse: true, Share: < 1 } =>
            "refuse strikes whole services: it goes with neither scope nor share.",
        _ => null,
    };
}

/// <summary>Which requests a fault strikes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultScope>))]
public enum FaultScope
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that change something.</summary>
    Writes,

    /// <summary>Writes under a condition (an ETag or a lease), and batches, which may hold such writes.</summary>
    ConditionalWrites,

    /// <summary>Single rows that are inserted into a table, the only writes of tables that Azure answers 409.</summary>
    Inserts,

    /// <summary>Leases that are acquired, renewed or given up.</summary>
    Leases,
}

/// <summary>When a connection breaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BrokenConnection>))]
public enum BrokenConnection
{
    /// <summary>Nothing was done.</summary>
    BeforeRequest,

    /// <summary>It was done, and the caller cannot know: its repetition meets what it wrote itself.</summary>
    BeforeAnswer,
}
