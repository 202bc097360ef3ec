using FinRisk.Functions.Validations;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>The signal that an orchestration has ended reaches every request that still waits.</summary>
public sealed class CompletionSignalsTests
{
    private readonly CompletionSignals _signals = new();

    [Fact]
    public void A_request_that_leaves_early_takes_the_signal_from_nobody()
    {
        var (first, second) = (_signals.WaitFor("id"), _signals.WaitFor("id"));
        _signals.Leave("id", first);
        _signals.Signal("id");
        Assert.True(second.IsCompletedSuccessfully);
    }

    [Fact]
    public void Who_waits_after_the_signal_or_after_all_have_left_waits_for_the_next_one()
    {
        var first = _signals.WaitFor("id");
        _signals.Signal("id");
        var second = _signals.WaitFor("id");
        _signals.Leave("id", first);
        Assert.Equal((true, false), (first.IsCompleted, second.IsCompleted));
        _signals.Leave("id", second);
        Assert.NotSame(second, _signals.WaitFor("id"));
    }

    [Fact]
    public void Once_all_of_several_have_left_the_next_one_waits_anew()
    {
        var (first, second) = (_signals.WaitFor("id"), _signals.WaitFor("id"));
        _signals.Leave("id", first);
        _signals.Leave("id", second);
        Assert.NotSame(first, _signals.WaitFor("id"));
    }

    [Fact]
    public void Another_id_is_not_signaled()
    {
        var signal = _signals.WaitFor("id");
        _signals.Signal("other");
        Assert.False(signal.IsCompleted);
    }
}
