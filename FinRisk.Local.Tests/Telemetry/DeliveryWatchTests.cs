using FinRisk.Local.Tests.Harness;
using FinRisk.Telemetry;
using FinRisk.Testing.Logging;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>Telemetry that does not arrive is told once, then every ten minutes at most.</summary>
public sealed class DeliveryWatchTests
{
    [Fact]
    public void A_dead_collector_does_not_fill_the_log()
    {
        var (clock, log) = (new TestClock(), new LogRecorder());
        using var watch = new DeliveryWatch(clock, log.CreateLogger<DeliveryWatch>());
        for (var fault = 0; fault < 100; fault++)
            watch.ReportFailure("exporter", "failed");
        clock.Advance(DeliveryWatch.LogInterval);
        watch.ReportFailure("exporter", "failed");
        Assert.Equal([1L, 100L], log.Events.Select(entry => entry.Values["failures"]));
        Assert.All(log.Events, entry => Assert.Equal((8001, "telemetry_undelivered"), (entry.Id, entry.Name)));
    }
}
