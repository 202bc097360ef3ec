using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FinRisk.Redis;

/// <summary>Creates Redis keys: <c>finrisk:{kind}:{hash of the name}</c>.</summary>
internal static class RedisKeys
{
    /// <summary>
    /// Creates the key of a name. The name is hashed, because the name of a caller may be that of a person, and so that no name
    /// can produce the key of another kind. The hash contains no secret, because replicas with different secrets must create the
    /// same key.
    /// </summary>
    public static string Create(string kind, string name) =>
        $"finrisk:{kind}:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
}
