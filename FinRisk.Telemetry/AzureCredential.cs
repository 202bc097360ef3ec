using Azure.Core;
using Azure.Identity;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// The identity that telemetry is sent with, where Application Insights takes nobody's word but Entra ID's. The Functions host
/// reads the same setting for its own part.
/// </summary>
internal static class AzureCredential
{
    /// <summary>Null: the connection string is enough.</summary>
    public static TokenCredential? Create(TelemetrySettings settings) => settings switch
    {
        { ByIdentity: false } => null,
        { IdentityClientId: { } id } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)),
        _ => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
    };
}
