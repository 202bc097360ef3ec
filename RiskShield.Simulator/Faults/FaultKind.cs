namespace RiskShield.Simulator.Faults;

/// <summary>The ways in which a call can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>No fault: the score.</summary>
    None,

    /// <summary>An error status, perhaps with <c>Retry-After</c>.</summary>
    Status,

    /// <summary>No answer until the caller gives up.</summary>
    Hang,

    /// <summary>Headers at once, then one byte at a time.</summary>
    SlowDrip,

    /// <summary>The connection is reset after the first bytes of the status line.</summary>
    Cut,

    /// <summary>
    /// The connection is reset without a byte if it has served before, as where a load balancer had closed it; else the
    /// score.
    /// </summary>
    Stale,

    /// <summary>A 500 that is stored under the idempotency key, and replayed to every later call with it.</summary>
    Stored,

    /// <summary>The right score, written in a way that a reader may stumble over.</summary>
    Dressed,

    /// <summary>The connection is reset in the middle of the answer.</summary>
    CutMidway,

    /// <summary>A 200 whose body is no usable score.</summary>
    Unusable,

    /// <summary>A 200 with a right score in a body of many megabytes.</summary>
    Huge,
}
