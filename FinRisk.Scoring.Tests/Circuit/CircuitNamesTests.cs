using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>Verdicts and names.</summary>
public sealed class CircuitNamesTests
{
    /// <summary>Contract 5: 5xx, 408, network, time-out and an unusable 200 count; 429 and other 4xx do not.</summary>
    [Theory]
    [InlineData(AttemptStatus.Scored, CircuitVerdict.Success)]
    [InlineData(AttemptStatus.ServerError, CircuitVerdict.Failure)]
    [InlineData(AttemptStatus.NetworkFailure, CircuitVerdict.Failure)]
    [InlineData(AttemptStatus.TimedOut, CircuitVerdict.Failure)]
    [InlineData(AttemptStatus.InvalidResponse, CircuitVerdict.Failure)]
    [InlineData(AttemptStatus.Throttled, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.Rejected, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.KeyRefused, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.Misconfigured, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.Deferred, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.LocalFault, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.NotAdmitted, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.NoPermit, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.NotConfigured, CircuitVerdict.Neutral)]
    [InlineData(AttemptStatus.SealBroken, CircuitVerdict.Neutral)]
    public void Every_end_of_a_call_has_its_verdict(AttemptStatus status, CircuitVerdict verdict) =>
        Assert.Equal(verdict, status.ToVerdict());

    [Theory]
    [InlineData(CircuitState.Closed, "closed")]
    [InlineData(CircuitState.Open, "open")]
    [InlineData(CircuitState.HalfOpen, "half-open")]
    public void Every_state_has_its_name(CircuitState state, string name) => Assert.Equal(name, state.ToWire());

    [Fact]
    public void A_state_that_does_not_exist_has_no_name() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((CircuitState)3).ToWire());
}
