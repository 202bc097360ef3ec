using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Contract 5: what is retried, what counts, what was a call at all. One row for every status there is.</summary>
public sealed class AttemptStatusTests
{
    public static TheoryData<AttemptStatus, bool, bool, bool> Table => new()
    {
        { AttemptStatus.Scored, false, false, true },
        { AttemptStatus.NotAdmitted, false, false, false },
        { AttemptStatus.NotConfigured, false, false, false },
        { AttemptStatus.SealBroken, false, false, false },
        { AttemptStatus.Rejected, false, false, true },
        { AttemptStatus.KeyRefused, false, false, true },
        { AttemptStatus.Throttled, true, false, true },
        { AttemptStatus.InvalidResponse, false, true, true },
        { AttemptStatus.ServerError, true, true, true },
        { AttemptStatus.NetworkFailure, true, true, true },
        { AttemptStatus.TimedOut, true, true, true },
        { AttemptStatus.NoPermit, true, false, false },
        { AttemptStatus.Misconfigured, false, false, true },
        { AttemptStatus.Deferred, true, false, true },
        { AttemptStatus.LocalFault, true, false, true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_status_means_what_the_contract_says(AttemptStatus status, bool retried, bool counts, bool called) =>
        Assert.Equal(
            (retried, counts, called), (status.IsRetryable(), status.ToVerdict() == CircuitVerdict.Failure, status.WasCalled()));

    [Fact]
    public void The_table_is_whole() => Assert.Equal(Enum.GetValues<AttemptStatus>().Length, Table.Count);

    [Theory]
    [InlineData(100)]
    [InlineData(199)]
    [InlineData(302)]
    [InlineData(399)]
    public void Neither_success_nor_failure_is_an_unusable_answer(int status) =>
        Assert.Equal(AttemptStatus.InvalidResponse, AttemptStatuses.FromHttpStatus(status));

    [Theory]
    [InlineData(RiskLevel.Low, "LOW")]
    [InlineData(RiskLevel.Medium, "MEDIUM")]
    [InlineData(RiskLevel.High, "HIGH")]
    [InlineData(RiskLevel.Critical, "CRITICAL")]
    public void Levels_have_one_name_on_every_wire(RiskLevel level, string name)
    {
        Assert.Equal(name, level.ToWire());
        Assert.Equal(level, RiskLevels.FromWire(name));
        Assert.Null(RiskLevels.FromWire(name.ToUpperInvariant() + " "));
    }

    [Fact]
    public void A_level_that_does_not_exist_has_no_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((RiskLevel)4).ToWire());
        Assert.Null(RiskLevels.FromWire(null));
        Assert.Null(RiskLevels.FromWire("3"));
    }
}
