using FinRisk.Functions.Validations;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>When a waiting request reads its instance, which costs storage transactions each time.</summary>
public sealed class ReadScheduleTests
{
    /// <summary>Soon after the signal, because the result is about to become durable, and then ever more slowly.</summary>
    [Fact]
    public void After_the_signal_it_reads_soon_and_then_ever_more_slowly() =>
        Assert.Equal([20, 40, 80, 160, 320, 640, 1000, 1000], Pauses(new ReadSchedule(), isSignaled: true, 8));

    /// <summary>
    /// A validation that completes on another replica is found by polling, which must not become that replica's load.
    /// </summary>
    [Fact]
    public void Without_a_signal_it_polls_at_intervals_that_grow_to_two_seconds() =>
        Assert.Equal(
            [250, 375, 562.5, 843.75, 1265.625, 1898.4375, 2000, 2000], Pauses(new ReadSchedule(), isSignaled: false, 8));

    /// <summary>A signal that comes after polls in vain begins with the shortest pause all the same.</summary>
    [Fact]
    public void A_late_signal_is_followed_as_closely_as_an_early_one()
    {
        var schedule = new ReadSchedule();
        Pauses(schedule, isSignaled: false, 5);
        Assert.Equal([20, 40, 80], Pauses(schedule, isSignaled: true, 3));
    }

    private static double[] Pauses(ReadSchedule schedule, bool isSignaled, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => schedule.Next(isSignaled).TotalMilliseconds)];
}
