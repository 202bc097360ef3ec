using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;

namespace FinRisk.Client;

/// <summary>
/// The client of FinRisk. A request to validate has an idempotency key and a correlation id, which stay the same at every retry,
/// so that repeating a request whose response was lost starts and bills only one validation. Registered by
/// <see cref="FinRiskClientServices"/>. Thread-safe.
/// </summary>
public sealed class FinRiskClient
{
    private const string CorrelationHeader = "X-Correlation-ID";

    /// <summary>The shortest pause between two reads of a validation, whatever <c>Retry-After</c> says.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(100);

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly FinRiskClientOptions _options;
    private readonly TimeProvider _time;

    internal FinRiskClient(HttpClient http, FinRiskClientOptions options, TimeProvider time) =>
        (_http, _options, _time) = (http, options, time);

    /// <summary>
    /// Requests the risk score of an applicant. If the validation takes longer than FinRisk keeps the request open, polls its
    /// status until it has ended, or returns <see cref="ValidationOutcome.Accepted"/> after the completion time-out.
    /// </summary>
    /// <param name="applicant">The person to score.</param>
    /// <param name="options">The options of this request; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait; a validation that was accepted continues.</param>
    /// <exception cref="ArgumentException">The idempotency key, the correlation id or the deadline is invalid.</exception>
    /// <exception cref="FinRiskClientException">No outcome is known.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ValidationOutcome> ValidateAsync(
        Applicant applicant, ValidateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(applicant);
        var call = new Call(RequestIds.IdempotencyKey(options?.IdempotencyKey), RequestIds.CorrelationId(options?.CorrelationId));
        var completionTimeout = options?.CompletionTimeout ?? _options.CompletionTimeout;
        using var request = new HttpRequestMessage(HttpMethod.Post, "validate");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(applicant, WireJson.Default.Applicant));
        request.Content.Headers.ContentType = Json;
        request.Headers.Add("Idempotency-Key", RequestIds.Quote(call.IdempotencyKey!));
        request.Headers.Add(
            "Prefer", Preferences(completionTimeout > TimeSpan.Zero ? _options.Wait : null, options?.Deadline));
        if (options?.SkipScoreCache is true)
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };

        var (outcome, _) = await SendAsync(request, call, OutcomeReader.ReadValidateAsync, cancellationToken)
            .ConfigureAwait(false);
        if (outcome is not ValidationOutcome.Accepted accepted)
            return outcome;
        call = call with { ValidationId = accepted.ValidationId };
        return await FollowAsync(accepted, call, completionTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the state of a validation once.</summary>
    /// <param name="validationId">The validation's id.</param>
    /// <param name="correlationId">See <see cref="ValidateOptions.CorrelationId"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>
    /// The outcome; <see cref="ValidationOutcome.Accepted"/> if the validation has not ended; or
    /// <see cref="ValidationOutcome.Refused"/> with <see cref="ProblemCodes.NotFound"/> if there is no such validation, it has
    /// been purged, or it belongs to another caller.
    /// </returns>
    /// <exception cref="ArgumentException">The validation id is empty, or the correlation id is invalid.</exception>
    /// <exception cref="FinRiskClientException">No outcome is known.</exception>
    public async Task<ValidationOutcome> GetAsync(
        string validationId, string? correlationId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(validationId);
        var call = new Call(IdempotencyKey: null, RequestIds.CorrelationId(correlationId)) { ValidationId = validationId };
        return (await ReadAsync(call, cancellationToken).ConfigureAwait(false)).Outcome;
    }

    /// <summary>
    /// Polls the status of a validation until it has ended, or returns <see cref="ValidationOutcome.Accepted"/> after the
    /// time-out.
    /// </summary>
    /// <param name="accepted">The validation, as <see cref="ValidateAsync"/> returned it.</param>
    /// <param name="completionTimeout">The time-out; null for <see cref="FinRiskClientOptions.CompletionTimeout"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; the validation continues.</param>
    /// <exception cref="FinRiskClientException">No outcome is known.</exception>
    public Task<ValidationOutcome> WaitForCompletionAsync(
        ValidationOutcome.Accepted accepted, TimeSpan? completionTimeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        var call = new Call(accepted.IdempotencyKey, RequestIds.CorrelationId(accepted.CorrelationId))
        {
            ValidationId = accepted.ValidationId,
        };
        return FollowAsync(accepted, call, completionTimeout ?? _options.CompletionTimeout, cancellationToken);
    }

    /// <summary>The value of <c>Prefer</c>.</summary>
    /// <param name="wait">How long FinRisk may hold the request; null: not at all.</param>
    /// <param name="deadline">
    /// As in <see cref="ValidateOptions.Deadline"/>; FinRisk takes it with <c>respond-async</c> only.
    /// </param>
    /// <exception cref="ArgumentException">The deadline breaks its rule.</exception>
    private static string Preferences(TimeSpan? wait, TimeSpan? deadline)
    {
        if (deadline < TimeSpan.Zero || deadline?.Ticks % TimeSpan.TicksPerSecond > 0)
            throw new ArgumentException("A deadline is whole seconds, 0 or more.");
        List<string> parts = wait is null || deadline is not null ? ["respond-async"] : [];
        if (wait is { } held)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"wait={held.TotalSeconds:0}"));
        if (deadline is { } patience)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"deadline={patience.TotalSeconds:0}"));
        return string.Join(", ", parts);
    }

    /// <summary>
    /// Polls the status of a validation. A read that fails temporarily, such as with 503, says nothing about the validation, so
    /// the read is repeated.
    /// </summary>
    private async Task<ValidationOutcome> FollowAsync(
        ValidationOutcome.Accepted accepted, Call call, TimeSpan completionTimeout, CancellationToken cancellationToken)
    {
        var startedAt = _time.GetTimestamp();
        while (true)
        {
            var pause = accepted.RetryAfter < MinPause ? MinPause : accepted.RetryAfter;
            if (pause > completionTimeout - _time.GetElapsedTime(startedAt))
                return accepted;
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            var (outcome, status) = await ReadAsync(call, cancellationToken).ConfigureAwait(false);
            if (outcome is ValidationOutcome.Accepted stillRunning)
                accepted = stillRunning;
            // With status 200 the problem is that of the validation, which has failed; with another, that of the read.
            else if (outcome is ValidationOutcome.Refused { Problem.Retryable: true } failedRead && status is not 200)
                accepted = accepted with { RetryAfter = failedRead.RetryAfter ?? OutcomeReader.PollInterval };
            else
                return outcome;
        }
    }

    private async Task<(ValidationOutcome Outcome, int Status)> ReadAsync(Call call, CancellationToken cancellationToken)
    {
        // Uses the id below the base address, not the header Location, which could direct the function key to another host.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"validations/{Uri.EscapeDataString(call.ValidationId!)}");
        return await SendAsync(request, call, OutcomeReader.ReadValidationAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ValidationOutcome Outcome, int Status)> SendAsync(
        HttpRequestMessage request,
        Call call,
        Func<HttpResponseMessage, DateTimeOffset, Task<ValidationOutcome>> read,
        CancellationToken cancellationToken)
    {
        request.Headers.Add(CorrelationHeader, call.CorrelationId);
        if (_options.Key is { } key)
            request.Headers.Add(FinRiskClientServices.KeyHeader, key);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var outcome = await read(response, _time.GetUtcNow()).ConfigureAwait(false);
            return (
                outcome with
                {
                    CorrelationId = response.Headers.TryGetValues(CorrelationHeader, out var ids)
                        ? ids.First()
                        : call.CorrelationId,
                    IdempotencyKey = call.IdempotencyKey,
                },
                (int)response.StatusCode);
        }
        catch (JsonException exception)
        {
            throw call.CreateException("The response is not what FinRisk's contract says.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException)
        {
            throw call.CreateException("FinRisk was not reached, or its response was lost, at every try.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw call.CreateException("The HTTP client's own time-out ended the request.", exception);
        }
    }

    /// <summary>The ids that all HTTP requests of one call share.</summary>
    private sealed record Call(string? IdempotencyKey, string CorrelationId)
    {
        public string? ValidationId { get; init; }

        public FinRiskClientException CreateException(string message, Exception cause) =>
            new(message, IdempotencyKey, CorrelationId, cause) { ValidationId = ValidationId };
    }
}
