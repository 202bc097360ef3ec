using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Privacy;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Http;

/// <summary>The HTTP functions, called over HTTP, on the real engine.</summary>
[Collection(AzuriteTests.Name)]
public sealed class HttpFunctionsTests(Azurite azurite) : IAsyncLifetime
{
    private const string OperatorKey = "a-key-of-the-operators";

    private VendorStub _vendor = null!;
    private IHost _host = null!;
    private DurableEngine _engine = null!;
    private FunctionsApp _app = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _vendor = await VendorStub.StartAsync();
        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["RiskShield:BaseUrl"] = _vendor.Address;
        settings["Callers:Operators"] = LookupHasher.CallerName(OperatorKey);
        settings["ScoreHistory:CacheFor"] = "00:00:00";
        settings["Features:GracefulDegradation"] = "false";
        _host = TestHost.Build(settings);
        _engine = await DurableEngine.StartAsync(azurite, _host);
        _app = await FunctionsApp.StartAsync(_host, _engine.Client);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
        _host.Dispose();
        await _vendor.DisposeAsync();
    }

    /// <summary>From the request to the score, and found again by its id.</summary>
    [AzuriteFact]
    public async Task An_applicant_is_scored_and_the_validation_is_found()
    {
        var (status, score) = await ValidateAsync();
        Assert.Equal((HttpStatusCode.OK, 72), (status, score.GetProperty("riskScore").GetInt32()));
        var found = await _app.Client.GetAsync($"/validations/{score.GetProperty("validationId").GetString()}");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal("no-store", found.Headers.CacheControl!.ToString());
    }

    /// <summary>Held open by hand for all replicas, shown on the operators' page, and closed again.</summary>
    [AzuriteFact]
    public async Task An_operator_holds_the_circuit_open_and_closes_it()
    {
        Assert.Equal("Open", await ForceAsync("open"));
        var (status, problem) = await ValidateAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "circuit-open"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(0, _vendor.Calls);

        var summary = await GetJsonAsync("/ops/summary", OperatorKey);
        Assert.Equal("Open", summary.GetProperty("circuit").GetProperty("state").GetString(), ignoreCase: true);
        Assert.Equal("Closed", await ForceAsync("close"));
        Assert.Equal(HttpStatusCode.OK, (await ValidateAsync()).Status);
    }

    /// <summary>What has not ended is asked of Durable.</summary>
    [AzuriteFact]
    public async Task The_summary_counts_the_validations_that_have_not_ended()
    {
        var answer = new TaskCompletionSource<int>();
        _vendor.Answer = () => answer.Task;
        using var request = Request("Prefer", "respond-async");
        Assert.Equal(HttpStatusCode.Accepted, (await _app.Client.SendAsync(request)).StatusCode);
        var summary = await GetJsonAsync("/ops/summary", OperatorKey);
        Assert.Equal(1, summary.GetProperty("unfinished").GetProperty("count").GetInt32());
        answer.SetResult(200);
    }

    /// <summary>The host passes on what storage throws as an unknown fault; the caller is told when to come back.</summary>
    [AzuriteTheory]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public async Task A_validation_that_storage_does_not_take_is_503(StatusCode code)
    {
        _engine.Server.StartFault = new RpcException(new Status(code, "storage is away"));
        using var request = Request();
        using var response = await _app.Client.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "storage-unavailable", TimeSpan.FromSeconds(5)),
            (response.StatusCode, body.GetProperty("code").GetString(), response.Headers.RetryAfter?.Delta));
    }

    /// <summary>Once it is accepted it is durable: a wait sees storage's faults through.</summary>
    [AzuriteFact]
    public async Task Storage_that_fails_during_the_wait_does_not_fail_the_request()
    {
        _engine.Server.InstanceFaults = 3;
        Assert.Equal(HttpStatusCode.OK, (await ValidateAsync()).Status);
        Assert.True(_engine.Server.InstanceFaults < 0, "No read has failed.");
    }

    /// <summary>Where it lasts beyond the wait, the caller gets the address to ask again.</summary>
    [AzuriteFact]
    public async Task Storage_that_stays_away_during_the_wait_is_202()
    {
        _engine.Server.InstanceFaults = int.MaxValue;
        using var request = Request("Prefer", "wait=1");
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.NotNull(response.Headers.Location);
    }

    /// <summary>A circuit that cannot be read must not be an outage of its own.</summary>
    [AzuriteFact]
    public async Task A_circuit_that_cannot_be_read_lets_calls_pass()
    {
        _engine.Server.EntityFault = new RpcException(new Status(StatusCode.Unavailable, "away"));
        Assert.Equal(HttpStatusCode.OK, (await ValidateAsync()).Status);
    }

    /// <summary>Operators' data is for operators.</summary>
    [AzuriteTheory]
    [InlineData("/ops/summary")]
    [InlineData("/ops/audit?day=2026-11-22")]
    [InlineData("/ops/audit/000000000000000000000000000000000000")]
    public async Task Others_are_refused(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.Client.GetAsync(path)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, (await GetAsync(path, OperatorKey)).StatusCode);
    }

    /// <summary>For anyone.</summary>
    [AzuriteTheory]
    [InlineData("/health", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/docs", 200)]
    [InlineData("/openapi.json", 200)]
    [InlineData("/openapi.yaml", 200)]
    [InlineData("/problems/circuit-open", 200)]
    [InlineData("/ops", 200)]
    [InlineData("/docs/unknown.js", 404)]
    [InlineData("/problems/unknown", 404)]
    [InlineData("/nowhere", 404)]
    [InlineData("/validate", 405)]
    [InlineData("/ops/circuit", 405)]
    public async Task Public_paths_answer(string path, int status) =>
        Assert.Equal(status, (int)(await _app.Client.GetAsync(path)).StatusCode);

    /// <summary>By its timer: finished validations, one slice of the scores, the audit log's months.</summary>
    [AzuriteFact]
    public async Task The_timer_purges_without_touching_what_is_to_be_kept()
    {
        var (_, score) = await ValidateAsync();
        await ActivatorUtilities.CreateInstance<PurgeFunction>(_host.Services).RunAsync(new TimerInfo(), _engine.Client, default);
        Assert.Equal(
            HttpStatusCode.OK, (await _app.Client.GetAsync($"/validations/{score.GetProperty("validationId").GetString()}")).StatusCode);
    }

    private static HttpRequestMessage Request(params string[] header)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/validate")
        {
            Content = JsonContent.Create(new { firstName = "Jane", lastName = "Doe", idNumber = "8001015009087" }),
        };
        if (header is [var name, var value])
            request.Headers.Add(name, value);
        return request;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> ValidateAsync()
    {
        using var request = Request();
        using var response = await _app.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-functions-key", key);
        return await _app.Client.SendAsync(request);
    }

    private async Task<JsonElement> GetJsonAsync(string path, string key)
    {
        using var response = await GetAsync(path, key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<string?> ForceAsync(string action)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/circuit")
        {
            Content = JsonContent.Create(new { action, reason = "maintenance of the vendor" }),
        };
        request.Headers.Add("x-functions-key", OperatorKey);
        using var response = await _app.Client.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        var state = body.GetProperty("state").GetString()!;
        return char.ToUpperInvariant(state[0]) + state[1..];
    }
}
