using System.Text.RegularExpressions;
using FinRisk.Contract.Tests.Providers;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>
/// A provider's system for tests, of which only address and key are known. Its states cannot be set, so it is verified by what
/// needs none: a score with its key, and that it refuses a key that is nobody's.
/// </summary>
internal sealed record Sandbox(ConsumerPact Pact, Uri Address, string Key)
{
    /// <summary>
    /// The sandbox of <c>FINRISK_RISKSHIELD_SANDBOX_URL</c> and <c>…_SANDBOX_KEY</c> (<c>BACKUP</c> alike); null without a URL.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is a URL and no key.</exception>
    public static Sandbox? FromEnvironment(ConsumerPact pact)
    {
        var prefix = $"FINRISK_{pact.Provider.ToUpperInvariant()}_SANDBOX_";
        if (Environment.GetEnvironmentVariable(prefix + "URL") is not { Length: > 0 } url)
            return null;
        return Environment.GetEnvironmentVariable(prefix + "KEY") is { Length: > 0 } key
            ? new Sandbox(pact, new Uri(url), key)
            : throw new InvalidOperationException($"{prefix}URL is set and {prefix}KEY is not.");
    }

    /// <summary>Verifies both; the report of the second follows the first's.</summary>
    public async Task<Verification> VerifyAsync()
    {
        var all = new PactVerifier(Pact.Provider, Address, Pacts.CommittedFile(Pact));
        var score = await (all with
        {
            Only = Exactly(Pacts.Score),
            Header = (Pact.KeyHeader.Name, Pact.KeyHeader.Prefix + Key),
        }).RunAsync();
        var unknownKey = await (all with { Only = Exactly(Pacts.UnknownKey) }).RunAsync();
        return new Verification(score.Passed && unknownKey.Passed, score.Report + Environment.NewLine + unknownKey.Report);
    }

    private static string Exactly(string description) => $"^{Regex.Escape(description)}$";
}
