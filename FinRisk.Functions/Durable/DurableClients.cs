using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Durable's client, for the singletons that serve requests. The Functions host hands it to functions only; it is the same one
/// for every call of a process, until the host restarts, so the newest is kept.
/// </summary>
public sealed class DurableClients
{
    private DurableTaskClient? _client;

    /// <summary>The client.</summary>
    /// <exception cref="InvalidOperationException">No function has been given one yet.</exception>
    public DurableTaskClient Current =>
        Volatile.Read(ref _client) ?? throw new InvalidOperationException("No function with a Durable client has run in this process yet.");

    /// <summary>Keeps the client that a function was given.</summary>
    public void Learn(DurableTaskClient client) => Volatile.Write(ref _client, client);
}
