using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FinRisk.Redis;

/// <summary>The names of keys in Redis: <c>finrisk:{kind}:{hash of the name}</c>.</summary>
internal static class RedisKeys
{
    /// <summary>
    /// The name is hashed: a principal's may be a person's, and no name can forge another key. Without a secret in it, because
    /// replicas that keep their secrets apart must still find the same key.
    /// </summary>
    public static string Create(string kind, string name) =>
        $"finrisk:{kind}:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
}
