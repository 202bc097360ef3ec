using System.Net;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>The one place that catches everything.</summary>
public sealed class EdgeMiddlewareTests : IDisposable
{
    private const string Personal = "Sekgobela 8001015009087";

    private readonly LogRecorder _log = new();
    private readonly RefusalRecorder _listener = new();
    private readonly DefaultHttpContext _http = new();
    private readonly EdgeMiddleware _edge;

    public EdgeMiddlewareTests()
    {
        _http.Request.Headers[CorrelationId.Header] = "corr-1";
        _http.Response.Body = new MemoryStream();
        _edge = new EdgeMiddleware(
            new GatewayPrefix(new GatewaySettings()), TestEvents.Create(_listener), _log.CreateLogger<EdgeMiddleware>());
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_request_gets_its_correlation_id_and_passes()
    {
        string? seen = null;
        await _edge.InvokeAsync(_http, () =>
        {
            seen = _http.GetCorrelationId();
            return Task.CompletedTask;
        });
        Assert.Equal(("corr-1", "corr-1"), (seen, _http.Response.Headers[CorrelationId.Header].ToString()));
        Assert.Empty(_log.Events);
    }

    [Fact]
    public async Task What_a_trusted_gateway_forwards_counts_for_the_request()
    {
        var gateway = new GatewayPrefix(new GatewaySettings { TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });
        _http.Connection.RemoteIpAddress = IPAddress.Parse("10.1.2.3");
        _http.Request.Headers["X-Forwarded-Prefix"] = "/finrisk";
        await new EdgeMiddleware(gateway, TestEvents.Create(_listener), _log.CreateLogger<EdgeMiddleware>())
            .InvokeAsync(_http, () => Task.CompletedTask);
        Assert.Equal("/finrisk", _http.Request.PathBase.Value);
    }

    public static TheoryData<string, Exception> Outages => new()
    {
        { "storage", new StorageUnavailableException(new TimeoutException(Personal)) },
        { "vault", new KeyRingUnreachableException(new TimeoutException(Personal)) },
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Storage_that_is_away_is_503_with_a_time_to_come_back(string what, Exception outage)
    {
        await _edge.InvokeAsync(_http, () => throw outage);
        var reply = HttpSample.Reply(_http);
        Assert.Equal(
            (what, 503, "storage-unavailable", "5"), (what, reply.Status, reply.Code, reply.Headers.RetryAfter.ToString()));
        Assert.StartsWith("Send the request again after Retry-After", reply.Text("detail"), StringComparison.Ordinal);
        var logged = Assert.Single(_log.Events);
        Assert.Equal(
            (LogLevel.Error, "storage_unavailable", nameof(TimeoutException)),
            (logged.Level, logged.Name, logged.Values["error"]));
        Assert.DoesNotContain("Sekgobela", logged.Text + reply.Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_fault_is_logged_and_answered_without_its_message()
    {
        await _edge.InvokeAsync(_http, () => throw new InvalidOperationException(Personal));
        var reply = HttpSample.Reply(_http);
        Assert.Equal((500, "internal", "corr-1"), (reply.Status, reply.Code, reply.Text("correlationId")));
        Assert.DoesNotContain("Sekgobela", reply.Body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", reply.Body.GetRawText(), StringComparison.Ordinal);

        var told = Assert.Single(_log.Events);
        Assert.Equal(
            (LogLevel.Error, "unexpected_fault", "System.InvalidOperationException"),
            (told.Level, told.Name, told.Values["error"]));
        Assert.Contains(
            nameof(An_unexpected_fault_is_logged_and_answered_without_its_message),
            (string)told.Values["stack"]!,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Sekgobela", told.Text, StringComparison.Ordinal);
        Assert.Equal("correlation corr-1", told.Scope);
    }

    [Fact]
    public async Task A_caller_whose_connection_breaks_is_no_fault_of_ours()
    {
        await _edge.InvokeAsync(_http, () => throw new ConnectionResetException("The client closed the connection."));
        Assert.Equal(499, _http.Response.StatusCode);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public async Task A_fault_after_the_first_bytes_cuts_the_answer_off()
    {
        var started = Start();
        await _edge.InvokeAsync(_http, () => throw new InvalidOperationException(Personal));
        Assert.True(started.Aborted);
        Assert.Equal("unexpected_fault", Assert.Single(_log.Events).Name);
    }

    [Theory]
    [InlineData(400, 400, "invalid-json", "The request could not be read to its end.")]
    [InlineData(408, 400, "invalid-json", "The request could not be read to its end.")]
    [InlineData(413, 413, "payload-too-large", "The body is too large.")]
    public async Task A_request_that_cannot_be_read_is_the_callers_fault(int thrown, int status, string code, string detail)
    {
        await _edge.InvokeAsync(_http, () => throw new BadHttpRequestException(Personal, thrown));
        var reply = HttpSample.Reply(_http);
        Assert.Equal((status, code, detail), (reply.Status, reply.Code, reply.Text("detail")));
        Assert.DoesNotContain("Sekgobela", reply.Body.GetRawText(), StringComparison.Ordinal);
        var told = Assert.Single(_log.Events);
        Assert.Equal(
            (LogLevel.Information, "request_refused", code, "corr-1"),
            (told.Level, told.Name, told.Values["code"], told.Values["correlationId"]));
        Assert.DoesNotContain("Sekgobela", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_leaves_one_line_and_is_counted_by_its_code()
    {
        await _edge.InvokeAsync(_http, () =>
        {
            _http.SetCaller(HttpSample.Alice);
            return Problems.Create(_http, ProblemKind.ValidationFailed, Personal).ExecuteAsync(_http);
        });
        var line = Assert.Single(_log.Events);
        Assert.Equal(
            (LogLevel.Information, "request_refused", "validation-failed", "alice", "corr-1"),
            (line.Level, line.Name, line.Values["code"], line.Values["caller"], line.Values["correlationId"]));
        Assert.DoesNotContain("Sekgobela", line.Text, StringComparison.Ordinal);
        Assert.Equal([("validation-failed", "alice")], _listener.Refused);
    }

    /// <summary>
    /// Nobody else logs it: no validation was started. It is no fault of the caller, so it is not counted as one.
    /// </summary>
    [Fact]
    public async Task A_refusal_at_an_open_circuits_door_leaves_one_line()
    {
        await _edge.InvokeAsync(
            _http,
            () => Problems.Create(_http, ProblemKind.FromFailure(FailureCode.CircuitOpen), "Come back.").ExecuteAsync(_http));
        var line = Assert.Single(_log.Events);
        Assert.Equal(
            (LogLevel.Information, "request_refused", "circuit-open", "corr-1"),
            (line.Level, line.Name, line.Values["code"], line.Values["correlationId"]));
        Assert.Empty(_listener.Refused);
    }

    /// <summary>
    /// A failed validation is logged under the correlation id that started it, so another one needs a line of its own.
    /// </summary>
    [Theory]
    [InlineData("corr-1", 0)]
    [InlineData("corr-2", 1)]
    public async Task A_failure_that_is_answered_to_another_request_leaves_a_line(string startedBy, int lines)
    {
        await _edge.InvokeAsync(_http, () =>
        {
            var body = Problems.CreateResponse(
                ProblemKind.FromFailure(FailureCode.VendorRejected), "No.", "/validations/x", startedBy);
            return Problems.Create(_http, body).ExecuteAsync(_http);
        });
        Assert.Equal(lines, _log.Events.Count(line => line.Name == "request_refused"));
        Assert.Empty(_listener.Refused);
    }

    [Fact]
    public async Task The_refusal_of_somebody_unknown_is_logged_without_a_caller()
    {
        await _edge.InvokeAsync(
            _http, () => Problems.Create(_http, ProblemKind.Unauthorized, "Send your key.").ExecuteAsync(_http));
        Assert.Null(Assert.Single(_log.Events).Values["caller"]);
        Assert.Equal([("unauthorized", null)], _listener.Refused);
        Assert.Equal("ApiKey realm=\"FinRisk\", header=\"x-functions-key\"", _http.Response.Headers.WWWAuthenticate);
    }

    [Fact]
    public async Task What_is_answered_well_or_is_our_fault_is_no_refusal()
    {
        await _edge.InvokeAsync(_http, () => Task.CompletedTask);
        await _edge.InvokeAsync(_http, () => throw new InvalidOperationException());
        Assert.Empty(_listener.Refused);
        Assert.DoesNotContain(_log.Events, line => line.Name == "request_refused");
    }

    [Fact]
    public async Task A_caller_that_hung_up_is_no_fault()
    {
        _http.RequestAborted = new CancellationToken(canceled: true);
        await _edge.InvokeAsync(_http, () => throw new OperationCanceledException());
        Assert.Equal(499, _http.Response.StatusCode);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public async Task A_caller_that_hung_up_within_the_answer_is_no_fault_either()
    {
        Start().RequestAborted = new CancellationToken(canceled: true);
        await _edge.InvokeAsync(_http, () => throw new OperationCanceledException());
        Assert.Empty(_log.Events);
    }

    [Fact]
    public async Task A_cancellation_nobody_asked_for_is_a_fault()
    {
        await _edge.InvokeAsync(_http, () => throw new OperationCanceledException());
        Assert.Equal(500, _http.Response.StatusCode);
    }

    [Fact]
    public async Task What_is_logged_after_the_validation_is_known_names_it()
    {
        await _edge.InvokeAsync(_http, () =>
        {
            LogScope.SetValidationId(_http, Sample.Id.Value);
            throw new InvalidOperationException();
        });
        Assert.Contains("validation " + Sample.Id.Value, Assert.Single(_log.Events).Scope, StringComparison.Ordinal);
    }

    private StartedResponse Start()
    {
        var started = new StartedResponse();
        _http.Features.Set<IHttpResponseFeature>(started);
        _http.Features.Set<IHttpRequestLifetimeFeature>(started);
        return started;
    }

    private sealed class RefusalRecorder : IScoringListener
    {
        public List<(string Code, string? Caller)> Refused { get; } = [];

        public void RequestRefused(string code, string? caller) => Refused.Add((code, caller));

        public void RequestHandled(StartKind kind) => throw new NotSupportedException();

        public void VendorCalled(string provider, AttemptResult result, bool usesCandidatePath) =>
            throw new NotSupportedException();

        public void ValidationEnded(
            ValidationId validationId,
            string caller,
            ValidationOutcome outcome,
            DateTimeOffset acceptedAt,
            DateTimeOffset endedAt) =>
            throw new NotSupportedException();
    }
}
