using System.Security.Cryptography;
using System.Text;
using FinRisk.Local.Settings;
using FinRisk.Scoring.Ids;

namespace FinRisk.Local.Callers;

/// <summary>
/// Identifies callers by their function keys. If no function keys are configured, every request is from the one caller
/// <c>local</c>, and the host listens on loopback only.
/// </summary>
internal sealed class CallerDirectory(LocalSettings settings)
{
    private static readonly Caller Anybody = new("local", IsOperator: true) { IsUnauthenticated = true };

    private readonly (byte[] Hash, Caller Caller)[] _callers =
        [.. settings.Callers.Select(caller => (Hash(caller.Key), new Caller(caller.Name, caller.IsOperator, caller.Permits)))];

    /// <summary>True if function keys are configured, so that every request must carry one.</summary>
    public bool RequiresKey => _callers.Length > 0;

    /// <summary>
    /// The caller that this <c>x-functions-key</c> belongs to, or null; without configured keys always the caller <c>local</c>.
    /// </summary>
    public Caller? Find(string? functionKey)
    {
        if (!RequiresKey)
            return Anybody;
        if (string.IsNullOrEmpty(functionKey))
            return null;

        // All hashes have the same length and every entry is compared, so the duration reveals nothing about the keys.
        var hash = Hash(functionKey);
        Caller? found = null;
        foreach (var (candidate, caller) in _callers)
        {
            if (CryptographicOperations.FixedTimeEquals(candidate, hash))
                found = caller;
        }

        return found;
    }

    private static byte[] Hash(string functionKey) => SHA256.HashData(Encoding.UTF8.GetBytes(functionKey));
}
