using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Testing.Tools;
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
    private const string Correlation = "data-subject-118";

    private VendorStub _vendor = null!;
    private IHost _host = null!;
    private DurableEngine _engine = null!;
    private FunctionsApp _app = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _vendor = await VendorStub.StartAsync();
        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["RiskShield:BaseUrl"] = _vendor.Address.ToString();
        settings["Callers:Operators"] = LookupHasher.CallerName(OperatorKey);
        settings["ScoreHistory:CacheFor"] = "00:00:00";
        settings["Features:GracefulDegradation"] = "false";
        _host = TestHost.Build(settings);
        _engine = await DurableEngine.StartAsync(azurite.ConnectionString, _host);
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
    [NodeFact]
    public async Task An_applicant_is_scored_and_the_validation_is_found()
    {
        var (status, score) = await ValidateAsync();
        Assert.Equal((HttpStatusCode.OK, 72), (status, score.GetProperty("riskScore").GetInt32()));
        var found = await _app.Client.GetAsync($"/validations/{score.GetProperty("validationId").GetString()}");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal("no-store", found.Headers.CacheControl!.ToString());
    }

    /// <summary>Held open by hand for all replicas, shown on the operators' page, and closed again.</summary>
    [NodeFact]
    public async Task An_operator_holds_the_circuit_open_and_closes_it()
    {
        Assert.Equal("Open", await ForceAsync("open"));
        var (status, problem) = await ValidateAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "circuit-open"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(0, _vendor.Calls);

        var summary = await GetJsonAsync("/ops/summary", OperatorKey);
        Assert.Equal("Open", summary.GetProperty("circuits")[0].GetProperty("state").GetString(), ignoreCase: true);
        Assert.Equal("Closed", await ForceAsync("close"));
        Assert.Equal(HttpStatusCode.OK, (await ValidateAsync()).Status);
    }

    /// <summary>What has not ended is asked of Durable.</summary>
    [NodeFact]
    public async Task The_summary_counts_the_validations_that_have_not_ended()
    {
        var answer = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.StatusOf(answer.Task);
        using var request = Request("Prefer", "respond-async");
        Assert.Equal(HttpStatusCode.Accepted, (await _app.Client.SendAsync(request)).StatusCode);
        var summary = await GetJsonAsync("/ops/summary", OperatorKey);
        Assert.Equal(1, summary.GetProperty("unfinished").GetProperty("count").GetInt32());
        answer.SetResult(200);
    }

    /// <summary>What another version has written and this one cannot read: the others count, and the page says so.</summary>
    [NodeFact]
    public async Task An_instance_that_cannot_be_read_leaves_the_summary_incomplete()
    {
        var answer = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.StatusOf(answer.Task);
        using var request = Request("Prefer", "respond-async");
        Assert.Equal(HttpStatusCode.Accepted, (await _app.Client.SendAsync(request)).StatusCode);
        using var other = Request("Prefer", "respond-async");
        using var response = await _app.Client.SendAsync(other);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("validationId").GetString();
        var instances = new TableServiceClient(azurite.ConnectionString).GetTableClient(_engine.HubName + "Instances");

        // The engine writes the input once more when the first steps are taken.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StatusAsync() != "Running")
            await Task.Delay(50, patience.Token);
        await instances.UpsertEntityAsync(new TableEntity(id, "") { ["Input"] = "\"no input of this version\"" });
        var unfinished = (await GetJsonAsync("/ops/summary", OperatorKey)).GetProperty("unfinished");
        Assert.Equal(
            (1, false), (unfinished.GetProperty("count").GetInt32(), unfinished.GetProperty("complete").GetBoolean()));
        answer.SetResult(200);

        async Task<string> StatusAsync()
        {
            TableEntity row = await instances.GetEntityAsync<TableEntity>(id, "", cancellationToken: patience.Token);
            return row.GetString("RuntimeStatus");
        }
    }

    /// <summary>
    /// The orchestration's output has the attempts; one more read of one instance, and no orchestration, is what it costs.
    /// </summary>
    [NodeFact]
    public async Task A_validation_with_two_attempts_has_its_story()
    {
        _vendor.Answer = Answers.InTurn(Answers.Status(503), Answers.Score);
        var correlation = "story-" + ValidationId.New(TimeProvider.System);
        using var request = Request("X-Correlation-ID", correlation);
        using var response = await _app.Client.SendAsync(request);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("validationId").GetString();

        var reads = _engine.Server.InstanceReads;
        var story = await GetJsonAsync($"/ops/validations/{id}", OperatorKey);
        Assert.Equal(1, _engine.Server.InstanceReads - reads);
        Assert.Equal(("scored", 2), (story.GetProperty("outcome").GetString(), story.GetProperty("calls").GetInt32()));
        var attempts = story.GetProperty("attempts").EnumerateArray().ToArray();
        Assert.Equal(
            [("server-error", 503), ("scored", 200)],
            attempts.Select(one => (one.GetProperty("status").GetString(), one.GetProperty("httpStatus").GetInt32())));
        Assert.All(attempts, one => Assert.InRange(one.GetProperty("durationMs").GetDouble(), 0.001, 60_000));
        Assert.True(attempts[0].GetProperty("waitMs").GetDouble() > 0);

        var found = await GetJsonAsync($"/ops/validations?correlationId={correlation}", OperatorKey);
        Assert.Equal(
            id, Assert.Single(found.GetProperty("validations").EnumerateArray()).GetProperty("validationId").GetString());
    }

    /// <summary>The custom status has the attempts of what has not ended, and the search among the unfinished finds it.</summary>
    [NodeFact]
    public async Task A_validation_that_runs_is_found_with_its_attempts_so_far()
    {
        var last = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.InTurn(Answers.Status(503), Answers.StatusOf(last.Task));
        var correlation = "story-" + ValidationId.New(TimeProvider.System);
        using var request = Request("X-Correlation-ID", correlation);
        request.Headers.Add("Prefer", "respond-async");
        using var response = await _app.Client.SendAsync(request);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("validationId").GetString();

        var found = await GetJsonAsync($"/ops/validations?correlationId={correlation}", OperatorKey);
        Assert.Equal(
            id, Assert.Single(found.GetProperty("validations").EnumerateArray()).GetProperty("validationId").GetString());
        var story = await GetJsonAsync($"/ops/validations/{id}", OperatorKey);
        for (var wait = 0; wait < 100 && story.GetProperty("attempts").GetArrayLength() == 0; wait++)
        {
            await Task.Delay(100);
            story = await GetJsonAsync($"/ops/validations/{id}", OperatorKey);
        }

        Assert.Equal("server-error", story.GetProperty("attempts")[0].GetProperty("status").GetString());
        Assert.False(story.TryGetProperty("outcome", out _));
        last.SetResult(200);
    }

    /// <summary>The host passes on what storage throws as an unknown fault; the caller is told when to come back.</summary>
    [NodeTheory]
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
    [NodeFact]
    public async Task Storage_that_fails_during_the_wait_does_not_fail_the_request()
    {
        _engine.Server.InstanceFaults = 3;
        Assert.Equal(HttpStatusCode.OK, (await ValidateAsync()).Status);
        Assert.True(_engine.Server.InstanceFaults < 0, "No read has failed.");
    }

    /// <summary>Where it lasts beyond the wait, the caller gets the address to ask again.</summary>
    [NodeFact]
    public async Task Storage_that_stays_away_during_the_wait_is_202()
    {
        _engine.Server.InstanceFaults = int.MaxValue;
        using var request = Request("Prefer", "wait=1");
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.NotNull(response.Headers.Location);
    }

    /// <summary>A caller's own time-out counts on the wait that it asked for: a read that hangs ends soon after it.</summary>
    [NodeFact]
    public async Task Storage_that_hangs_during_the_wait_is_202_soon_after_it()
    {
        _engine.Server.InstanceReadsHang = true;
        using var request = Request("Prefer", "wait=1");
        var began = Stopwatch.GetTimestamp();
        using var response = await _app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(began) < DurableClientAccessor.CallTimeout);
    }

    /// <summary>An address at which there will never be anything is no answer.</summary>
    [NodeFact]
    public async Task A_start_that_storage_has_lost_is_503()
    {
        _engine.Server.InstancesAreLost = true;
        using var request = Request("Prefer", "wait=1");
        using var response = await _app.Client.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "storage-unavailable"),
            (response.StatusCode, body.GetProperty("code").GetString()));
    }

    /// <summary>A circuit that cannot be read must not be an outage of its own.</summary>
    [NodeFact]
    public async Task A_circuit_that_cannot_be_read_lets_calls_pass()
    {
        _engine.Server.EntityFault = new RpcException(new Status(StatusCode.Unavailable, "away"));
        Assert.Equal(HttpStatusCode.OK, (await ValidateAsync()).Status);
    }

    /// <summary>A data subject's request: found, erased, gone, and each of it in the audit log.</summary>
    [NodeFact]
    public async Task An_operator_finds_and_erases_what_is_kept_of_an_applicant()
    {
        var (_, score) = await ValidateAsync();
        var id = score.GetProperty("validationId").GetString();
        var found = await SubjectAsync("find", new { reason = "request 118" });
        Assert.Equal(id, Assert.Single(found.GetProperty("scores").EnumerateArray()).GetProperty("validationId").GetString());
        Assert.Contains(
            found.GetProperty("validations").EnumerateArray(), one => one.GetProperty("validationId").GetString() == id);
        Assert.True(found.GetProperty("complete").GetBoolean());

        var count = found.GetProperty("validations").GetArrayLength() + 1;
        Assert.False(
            (await SubjectAsync("erase", new { reason = "request 118", dryRun = true })).TryGetProperty("erased", out _));
        Assert.Equal(count, (await SubjectAsync("erase", new { reason = "request 118" })).GetProperty("erased").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Client.GetAsync($"/validations/{id}")).StatusCode);
        var gone = await SubjectAsync("find", new { reason = "request 118" });
        Assert.Equal(
            (0, 0), (gone.GetProperty("scores").GetArrayLength(), gone.GetProperty("validations").GetArrayLength()));

        var records = (await GetJsonAsync($"/ops/audit?correlationId={Correlation}", OperatorKey)).GetProperty("records");
        Assert.Equal(
            ["subject-searched", "subject-searched", "subject-erased", "subject-searched"],
            records.EnumerateArray().Select(record => record.GetProperty("act").GetString()));
        Assert.All(records.EnumerateArray(), record => Assert.Equal("request 118", record.GetProperty("reason").GetString()));
    }

    /// <summary>Operators' data is for operators.</summary>
    [NodeTheory]
    [InlineData("/ops/summary")]
    [InlineData("/ops/audit?day=2026-11-22")]
    [InlineData("/ops/audit/000000000000000000000000000000000000")]
    [InlineData("/ops/validations?correlationId=one")]
    [InlineData("/ops/validations/000000000000000000000000000000000000")]
    public async Task Others_are_refused(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.Client.GetAsync(path)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, (await GetAsync(path, OperatorKey)).StatusCode);
    }

    /// <summary>For anyone.</summary>
    [NodeTheory]
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
    [InlineData("/ops/subjects/find", 405)]
    [InlineData("/", 200)]
    public async Task Public_paths_answer(string path, int status) =>
        Assert.Equal(status, (int)(await _app.Client.GetAsync(path)).StatusCode);

    /// <summary>By its timer: finished validations, one slice of the scores, the audit log's months.</summary>
    [NodeFact]
    public async Task The_timer_purges_without_touching_what_is_to_be_kept()
    {
        var (_, score) = await ValidateAsync();
        await ActivatorUtilities.CreateInstance<PurgeFunction>(_host.Services).RunAsync(new TimerInfo(), _engine.Client, default);
        Assert.Equal(
            HttpStatusCode.OK, (
                await _app.Client.GetAsync($"/validations/{score.GetProperty("validationId").GetString()}")).StatusCode);
    }

    private static HttpRequestMessage Request(params string[] header)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/validate")
        {
            Content = new StringContent(SampleApplicant.JsonOfJane, Encoding.UTF8, "application/json"),
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

    private async Task<JsonElement> SubjectAsync(string verb, object more)
    {
        var body = JsonNode.Parse(SampleApplicant.JsonOfJane)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more)!.AsObject())
            body[name] = value!.DeepClone();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ops/subjects/{verb}")
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("x-functions-key", OperatorKey);
        request.Headers.Add("X-Correlation-ID", Correlation);
        using var response = await _app.Client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {answer}");
        return answer;
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
