using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Identity;

namespace FinRisk.Scoring.Storage;

/// <summary>The classification of an exception of an Azure client.</summary>
public enum AzureFailure
{
    /// <summary>The exception is no failure of a service, but a bug or a cancellation by the caller.</summary>
    None,

    /// <summary>
    /// The service is unavailable: no network, no token, no permission, a firewall, throttling, overload or a timeout. The same
    /// call may succeed later, in some cases only after an operator has intervened.
    /// </summary>
    Transient,

    /// <summary>The service answered that the resource does not exist or is disabled. The same call would fail again.</summary>
    Permanent,
}

/// <summary>
/// Classifies the exceptions of Azure clients. After its last retry a client throws an <see cref="AggregateException"/> of all
/// tries. A timeout of the client is an <see cref="OperationCanceledException"/>, and a missing token is an
/// <see cref="AuthenticationFailedException"/>. Only an answer of the service is a <see cref="RequestFailedException"/> with a
/// status.
/// </summary>
public static class AzureFailures
{
    /// <summary>Classifies an exception.</summary>
    /// <param name="exception">The exception of a client.</param>
    /// <param name="stopping">
    /// The caller's cancellation token. If it is cancelled, an <see cref="OperationCanceledException"/> is not a failure.
    /// </param>
    public static AzureFailure Classify(Exception exception, CancellationToken stopping = default) => exception switch
    {
        OperationCanceledException => stopping.IsCancellationRequested ? AzureFailure.None : AzureFailure.Transient,
        RequestFailedException answer => IsPermanent(answer) ? AzureFailure.Permanent : AzureFailure.Transient,
        AuthenticationFailedException or TimeoutException => AzureFailure.Transient,
        HttpRequestException or IOException or SocketException => AzureFailure.Transient,
        AggregateException { InnerExceptions: { Count: > 0 } tries } => Combine(tries, stopping),
        _ => AzureFailure.None,
    };

    /// <summary>True if a service failed, permanently or transiently.</summary>
    public static bool IsFailure(Exception exception, CancellationToken stopping = default) =>
        Classify(exception, stopping) != AzureFailure.None;

    /// <summary>True if the same call may succeed later.</summary>
    public static bool IsTransient(Exception exception, CancellationToken stopping = default) =>
        Classify(exception, stopping) == AzureFailure.Transient;

    /// <summary>
    /// Classifies several tries: none if one of them is no failure of the service, else transient if one of them is transient.
    /// </summary>
    private static AzureFailure Combine(IReadOnlyCollection<Exception> tries, CancellationToken stopping)
    {
        var found = tries.Select(one => Classify(one, stopping)).ToHashSet();
        return found.Contains(AzureFailure.None) ? AzureFailure.None
            : found.Contains(AzureFailure.Transient) ? AzureFailure.Transient
            : AzureFailure.Permanent;
    }

    /// <summary>
    /// True if the resource does not exist or is disabled. A 403 normally means a missing permission or a firewall rule, which an
    /// operator can correct; it is permanent only if Key Vault states that the version of a secret is disabled.
    /// </summary>
    private static bool IsPermanent(RequestFailedException answer) => answer.Status switch
    {
        400 or 404 or 410 => true,
        403 => InnerCode(answer) == "SecretDisabled",
        _ => false,
    };

    /// <summary>Key Vault's <c>error.innererror.code</c>; null if the answer has none.</summary>
    private static string? InnerCode(RequestFailedException answer)
    {
        if (answer.GetRawResponse()?.Content is not { } content)
            return null;
        try
        {
            using var body = JsonDocument.Parse(content);
            return body.RootElement.GetProperty("error").GetProperty("innererror").GetProperty("code").GetString();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
