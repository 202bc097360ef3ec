namespace RiskShield.Simulator.Faults;

/// <summary>The fault, or its absence, for one call.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Name">The fault's name in control requests and the journal; null for no fault.</param>
/// <param name="Status">The HTTP status of the response; null if the caller does not get a complete response.</param>
internal sealed record FaultStep(FaultKind Kind, string? Name, int? Status)
{
    /// <summary>No fault.</summary>
    public static readonly FaultStep Ok = new(FaultKind.None, null, StatusCodes.Status200OK);

    /// <summary>The wait before the response, in addition to the latency of all calls.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The value of <c>Retry-After</c>, sent unchanged; null for none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The time from the response to the HTTP date that is sent as <c>Retry-After</c>; null for none.</summary>
    public TimeSpan? RetryAfterDateIn { get; init; }

    /// <summary>True if the vendor computes and bills the score, even if the response does not reach the caller.</summary>
    public bool IsScored => Kind
        is FaultKind.None or FaultKind.SlowDrip or FaultKind.CutMidway or FaultKind.Huge or FaultKind.Reencoded;

    /// <summary>The step with this name; null if there is none.</summary>
    public static FaultStep? FromName(string name) => name switch
    {
        "ok" => Ok,
        "hang" => new(FaultKind.Hang, name, null),
        "slow-drip" => new(FaultKind.SlowDrip, name, StatusCodes.Status200OK),
        "cut" => new(FaultKind.Cut, name, null),
        "cut-midway" => new(FaultKind.CutMidway, name, null),
        "huge" => new(FaultKind.Huge, name, StatusCodes.Status200OK),
        "stale" => new(FaultKind.Stale, name, null),
        "stored-error" => new(FaultKind.Stored, name, StatusCodes.Status500InternalServerError),
        _ when ReencodedBodies.Names.Contains(name) => new(FaultKind.Reencoded, name, StatusCodes.Status200OK),
        _ => UnusableBodies.Has(name) ? new(FaultKind.Unusable, name, StatusCodes.Status200OK) : null,
    };

    /// <summary>A step with an error status.</summary>
    public static FaultStep FromStatus(int status) => new(FaultKind.Status, $"status-{status}", status);
}
