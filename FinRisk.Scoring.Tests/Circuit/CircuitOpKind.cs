namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>What can happen in a random history.</summary>
public enum CircuitOpKind
{
    /// <summary>Time passes.</summary>
    Pass,

    /// <summary>A replica looks at the circuit anew; until then it goes by what it saw last.</summary>
    Look,

    /// <summary>A replica wants to call.</summary>
    Begin,

    /// <summary>A replica asks again for a call it asked for before (its answer was lost).</summary>
    AskAgain,

    /// <summary>A call ends and is told.</summary>
    Tell,

    /// <summary>A call that was told is told again.</summary>
    TellAgain,

    /// <summary>A call is lost: it is never told.</summary>
    Lose,

    /// <summary>An operator opens or closes the circuit by hand.</summary>
    Force,
}
