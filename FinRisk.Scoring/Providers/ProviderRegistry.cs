namespace FinRisk.Scoring.Providers;

/// <summary>Finds the client of a configured provider by the provider's name.</summary>
internal sealed class ProviderRegistry(IEnumerable<ProviderClient> clients)
{
    private readonly Dictionary<string, ProviderClient> _clients =
        clients.ToDictionary(client => client.Name, StringComparer.Ordinal);

    /// <summary>Returns the client of a provider; null if no provider of that name is configured.</summary>
    public ProviderClient? Find(string name) => _clients.GetValueOrDefault(name);
}
