using System.Security.Cryptography;
using System.Text;
using FinRisk.Local.Settings;
using FinRisk.Scoring.Ids;

namespace FinRisk.Local.Callers;

/// <summary>Identifies the caller: by key, or nobody in particular where no keys are configured (loopback only).</summary>
internal sealed class CallerDirectory(LocalSettings settings)
{
    private static readonly Caller Anybody = new("local", IsOperator: true) { IsAnybody = true };

    private readonly (byte[] Hash, Caller Caller)[] _callers =
        [.. settings.Callers.Select(caller => (Hash(caller.Key), new Caller(caller.Name, caller.IsOperator, caller.Permits)))];

    /// <summary>The caller that this <c>x-functions-key</c> belongs to, or null.</summary>
    public Caller? Find(string? key)
    {
        if (_callers.Length == 0)
            return Anybody;
        if (string.IsNullOrEmpty(key))
            return null;

        // Hashes have one length and every entry is compared completely, so the time it takes says nothing about keys.
        var hash = Hash(key);
        Caller? found = null;
        foreach (var (candidate, caller) in _callers)
        {
            if (CryptographicOperations.FixedTimeEquals(candidate, hash))
                found = caller;
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
