using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Identity;

namespace FinRisk.Scoring.Storage;

/// <summary>What a failure of an Azure client means to the caller of that client.</summary>
public enum AzureFailure
{
    /// <summary>No failure of a service: a bug, or a cancellation that the caller itself asked for.</summary>
    None,

    /// <summary>
    /// The service cannot be used now: no network, no token, no permission, a firewall, throttled, overloaded, timed out. The
    /// same call may succeed later, if need be after an operator has mended something.
    /// </summary>
    Transient,

    /// <summary>The service answered, and what was asked for does not exist or is disabled. The same call fails again.</summary>
    Permanent,
}

/// <summary>
/// The one classifier of what Azure clients throw. A client that has spent its retries throws one
/// <see cref="AggregateException"/> of all tries, its own time-out comes as an <see cref="OperationCanceledException"/>, a
/// missing token as an <see cref="AuthenticationFailedException"/>, and only an answer of the service as a plain
/// <see cref="RequestFailedException"/> with a status.
/// </summary>
public static class AzureFailures
{
    /// <summary>Classifies a failure.</summary>
    /// <param name="fault">What a client threw.</param>
    /// <param name="stopping">The caller's token: a cancellation is a failure only while this one is not cancelled.</param>
    public static AzureFailure Classify(Exception fault, CancellationToken stopping = default) => fault switch
    {
        OperationCanceledException => stopping.IsCancellationRequested ? AzureFailure.None : AzureFailure.Transient,
        RequestFailedException answer => IsGone(answer) ? AzureFailure.Permanent : AzureFailure.Transient,
        AuthenticationFailedException or TimeoutException => AzureFailure.Transient,
        HttpRequestException or IOException or SocketException => AzureFailure.Transient,
        AggregateException { InnerExceptions: { Count: > 0 } tries } => Combine(tries, stopping),
        _ => AzureFailure.None,
    };

    /// <summary>Whether a service is the cause, for good or for now.</summary>
    public static bool IsFailure(Exception fault, CancellationToken stopping = default) =>
        Classify(fault, stopping) != AzureFailure.None;

    /// <summary>Whether the same call may succeed later.</summary>
    public static bool IsTransient(Exception fault, CancellationToken stopping = default) =>
        Classify(fault, stopping) == AzureFailure.Transient;

    /// <summary>A bug among the tries stays a bug; otherwise a single passing failure leaves hope.</summary>
    private static AzureFailure Combine(IReadOnlyCollection<Exception> tries, CancellationToken stopping)
    {
        var found = tries.Select(one => Classify(one, stopping)).ToHashSet();
        return found.Contains(AzureFailure.None) ? AzureFailure.None
            : found.Contains(AzureFailure.Transient) ? AzureFailure.Transient
            : AzureFailure.Permanent;
    }

    /// <summary>
    /// A 403 is as a rule a permission or a firewall, which an operator mends. Only where Key Vault says that this very version
    /// of a secret is disabled does it mean that there is none.
    /// </summary>
    private static bool IsGone(RequestFailedException answer) => answer.Status switch
    {
        400 or 404 or 410 => true,
        403 => InnerCode(answer) == "SecretDisabled",
        _ => false,
    };

    /// <summary>Key Vault's <c>error.innererror.code</c>; null where the answer has none.</summary>
    private static string? InnerCode(RequestFailedException answer)
    {
        if (answer.GetRawResponse()?.Content is not { } content)
            return null;
        try
        {
            using var body = JsonDocument.Parse(content);
            return body.RootElement.GetProperty("error").GetProperty("innererror").GetProperty("code").GetString();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
