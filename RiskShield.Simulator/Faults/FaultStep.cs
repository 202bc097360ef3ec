namespace RiskShield.Simulator.Faults;

/// <summary>What happens to one call.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Name">Its name in the journal; null for no fault.</param>
/// <param name="Status">The status answered, or null where the caller never sees a whole answer.</param>
internal sealed record FaultStep(FaultKind Kind, string? Name, int? Status)
{
    public static readonly FaultStep Ok = new(FaultKind.None, null, StatusCodes.Status200OK);

    /// <summary>Waited before the answer, on top of the latency that is set for all.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The value of <c>Retry-After</c>, sent as it is.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>If set, <c>Retry-After</c> is an HTTP date this much after the answer.</summary>
    public TimeSpan? RetryAfterDateIn { get; init; }

    /// <summary>Whether the vendor does its work (and charges for it) although the answer may get lost.</summary>
    public bool Scores => Kind
        is FaultKind.None or FaultKind.SlowDrip or FaultKind.CutMidway or FaultKind.Huge or FaultKind.Dressed;

    /// <summary>The step called <paramref name="name"/>, or null if there is none.</summary>
    public static FaultStep? Named(string name) => name switch
    {
        "ok" => Ok,
        "hang" => new(FaultKind.Hang, name, null),
        "slow-drip" => new(FaultKind.SlowDrip, name, StatusCodes.Status200OK),
        "cut" => new(FaultKind.Cut, name, null),
        "cut-midway" => new(FaultKind.CutMidway, name, null),
        "huge" => new(FaultKind.Huge, name, StatusCodes.Status200OK),
        "stale" => new(FaultKind.Stale, name, null),
        "stored-error" => new(FaultKind.Stored, name, StatusCodes.Status500InternalServerError),
        _ when DressedAnswers.Names.Contains(name) => new(FaultKind.Dressed, name, StatusCodes.Status200OK),
        _ => UnusableAnswers.Has(name) ? new(FaultKind.Unusable, name, StatusCodes.Status200OK) : null,
    };

    public static FaultStep OfStatus(int status) => new(FaultKind.Status, $"status-{status}", status);
}
