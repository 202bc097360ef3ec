using System.Text.Json;

namespace FinRisk.Functions.Http;

/// <summary>
/// The signed-in principal, as the platform's authentication passes it in the header <c>X-MS-CLIENT-PRINCIPAL</c>: a JSON object
/// with claims, in base64. Only the object id and the roles are used, never names or e-mail addresses.
/// </summary>
internal sealed record ClientPrincipal(string ObjectId, IReadOnlySet<string> Roles)
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const int MaxLength = 32 * 1024;

    private static readonly string[] ObjectIdClaims = ["oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"];

    /// <summary>The default type of a role claim, used if the principal does not state one.</summary>
    private const string RolesClaim = "roles";

    /// <summary>Parses the header's value; null if it is malformed or does not have exactly one object id.</summary>
    public static ClientPrincipal? Read(string? header)
    {
        if (header is not { Length: > 0 and <= MaxLength })
            return null;
        var json = new byte[header.Length];
        if (!Convert.TryFromBase64String(header, json, out var length))
            return null;
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 4 });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static ClientPrincipal? Read(JsonElement principal)
    {
        var hasName = principal.TryGetProperty("role_typ", out var named);
        var roleClaim = hasName && named.GetString() is { Length: > 0 } name ? name : RolesClaim;
        var (ids, roles) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.Ordinal));
        foreach (var claim in principal.GetProperty("claims").EnumerateArray())
        {
            var (type, value) = (claim.GetProperty("typ").GetString(), claim.GetProperty("val").GetString());
            if (type is null || value is null)
                return null;
            if (ObjectIdClaims.Contains(type, StringComparer.Ordinal))
                ids.Add(value);
            else if (type == roleClaim || type == RolesClaim)
                roles.Add(value);
        }

        // With two object ids the caller would be ambiguous.
        return ids.Count == 1 && Guid.TryParseExact(ids.Single(), "D", out var id)
            ? new ClientPrincipal(id.ToString("D"), roles)
            : null;
    }
}
