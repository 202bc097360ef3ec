namespace RiskShield.Simulator;

/// <summary>
/// Ignores signals, so that the host that embeds the simulator can finish its vendor calls after SIGTERM before it stops the
/// simulator.
/// </summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
