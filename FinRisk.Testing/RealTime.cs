namespace FinRisk.Testing;

/// <summary>What tests that wait for real time allow for.</summary>
public static class RealTime
{
    /// <summary>
    /// How much too short a wait may seem: timers of .NET go by a coarse clock, which is some milliseconds behind the one that
    /// measures them, and the clocks of two processes differ.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(0.1);
}
