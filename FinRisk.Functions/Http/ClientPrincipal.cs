using System.Text.Json;

namespace FinRisk.Functions.Http;

/// <summary>
/// Who is signed in, as the platform's authentication hands it over: base64 of a JSON object with claims, in the header
/// <c>X-MS-CLIENT-PRINCIPAL</c>. Read by its rule or not at all; names and addresses of people are not looked at.
/// </summary>
internal sealed record ClientPrincipal(string ObjectId, IReadOnlySet<string> Roles)
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const int MaxLength = 32 * 1024;

    private static readonly string[] ObjectIdClaims = ["oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"];

    /// <summary>What a role's claim is called where the principal does not say so itself.</summary>
    private const string RolesClaim = "roles";

    /// <summary>Reads the header's value; null where it breaks a rule, or names nobody by an object id.</summary>
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
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
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

        // Two ids would leave open whose deed it is.
        return ids.Count == 1 && Guid.TryParseExact(ids.Single(), "D", out var id)
            ? new ClientPrincipal(id.ToString("D"), roles)
            : null;
    }
}
