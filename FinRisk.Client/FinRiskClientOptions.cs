using System.Net;
using Microsoft.Extensions.Options;

namespace FinRisk.Client;

/// <summary>The options of <see cref="FinRiskClient"/>, bound from a configuration section such as <c>FinRisk</c>.</summary>
public sealed class FinRiskClientOptions
{
    /// <summary>
    /// Setting <c>FinRisk:BaseAddress</c>: FinRisk's address, including the path of a gateway if there is one. Required; https,
    /// or http on this machine.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Setting <c>FinRisk:Key</c>: the caller's function key, sent as <c>x-functions-key</c>. Default none. A secret, which this
    /// client never logs.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>
    /// Setting <c>FinRisk:Wait</c>: the time for which FinRisk may keep a request open before it responds with 202, in whole
    /// seconds, 0 to 60 s. Default 20 s.
    /// </summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Setting <c>FinRisk:NetworkTimeout</c>: the time that one HTTP request may take in addition to <see cref="Wait"/>, 1 s to
    /// 5 min. Default 10 s. A request that takes longer is sent again with the same idempotency key.
    /// </summary>
    public TimeSpan NetworkTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Setting <c>FinRisk:CompletionTimeout</c>: the maximum time for polling a validation after a 202, 0 to 1 day. Default
    /// 2 min. After that the outcome is <see cref="ValidationOutcome.Accepted"/>.
    /// </summary>
    public TimeSpan CompletionTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Setting <c>FinRisk:MaxRetries</c>: the maximum number of retries of a request, 0 to 10. Default 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Setting <c>FinRisk:MaxRetryAfter</c>: the longest <c>Retry-After</c> after which the client retries the request, 0 to
    /// 5 min. Default 10 s. With a longer one the client does not retry and returns it in
    /// <see cref="ValidationOutcome.Refused"/>.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Validates the options. The errors name the settings but never quote a value, which may be a secret.</summary>
internal sealed class FinRiskClientOptionsValidator : IValidateOptions<FinRiskClientOptions>
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, FinRiskClientOptions options)
    {
        List<string> errors = [];
        if (options.BaseAddress is not { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } address
            || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && IsThisMachine(address))))
        {
            errors.Add(
                "FinRisk:BaseAddress must be an absolute https address (http on this machine only), without user, query and "
                + "fragment.");
        }

        if (options.Key is { } key && (key.Length == 0 || key.Any(character => character is <= ' ' or > '~')))
            errors.Add("FinRisk:Key must be visible ASCII characters.");
        RequireRange(nameof(options.Wait), options.Wait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (options.Wait.Ticks % TimeSpan.TicksPerSecond != 0)
            errors.Add("FinRisk:Wait must be whole seconds.");
        RequireRange(nameof(options.NetworkTimeout), options.NetworkTimeout, TimeSpan.FromSeconds(1), FiveMinutes);
        RequireRange(nameof(options.CompletionTimeout), options.CompletionTimeout, TimeSpan.Zero, TimeSpan.FromDays(1));
        RequireRange(nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, FiveMinutes);
        if (options.MaxRetries is < 0 or > 10)
            errors.Add("FinRisk:MaxRetries must be 0 to 10.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void RequireRange(string setting, TimeSpan value, TimeSpan from, TimeSpan to)
        {
            if (value < from || value > to)
                errors.Add($"FinRisk:{setting} must be {from:c} to {to:c}.");
        }
    }

    private static bool IsThisMachine(Uri address) =>
        address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var host) && IPAddress.IsLoopback(host));
}
