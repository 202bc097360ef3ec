namespace RiskShield.Simulator;

/// <summary>Leaves signals to the embedding process: on SIGTERM it may still need the vendor while it drains.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
