namespace RiskShield.Simulator.Faults;

/// <summary>The kinds of faults.</summary>
internal enum FaultKind
{
    /// <summary>No fault: the score is returned.</summary>
    None,

    /// <summary>An error status, optionally with <c>Retry-After</c>.</summary>
    Status,

    /// <summary>No response until the caller closes the connection.</summary>
    Hang,

    /// <summary>The headers immediately, then the body one byte at a time.</summary>
    SlowDrip,

    /// <summary>The connection is reset after the first bytes of the status line.</summary>
    Cut,

    /// <summary>
    /// A reused connection is reset without a response, as if a load balancer had closed it while it was idle. The first call on
    /// a connection gets the score.
    /// </summary>
    Stale,

    /// <summary>A 500 that is stored for the idempotency key and returned to every later call with that key.</summary>
    Stored,

    /// <summary>The score in an unusual encoding (<see cref="ReencodedBodies"/>).</summary>
    Reencoded,

    /// <summary>The connection is reset in the middle of the response body.</summary>
    CutMidway,

    /// <summary>A 200 whose body contains no usable score.</summary>
    Unusable,

    /// <summary>A 200 with the score in a body of several megabytes.</summary>
    Huge,
}
