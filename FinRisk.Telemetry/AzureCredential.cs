using Azure.Core;
using Azure.Identity;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// The managed identity for sending telemetry, if Application Insights accepts only Entra ID authentication. The Functions host
/// reads the same setting for the telemetry that it sends itself.
/// </summary>
internal static class AzureCredential
{
    /// <summary>Creates the credential; null if the connection string is sufficient.</summary>
    public static TokenCredential? Create(TelemetrySettings settings) => settings switch
    {
        { ByIdentity: false } => null,
        { IdentityClientId: { } id } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)),
        _ => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
    };
}
