using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using RiskShield.Simulator;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>The host as a whole, over HTTP.</summary>
[Collection(HostGroup.Name)]
public sealed class LocalHostTests
{
    private const string AliceKey = "alice-key-0123456";
    private const string BobKey = "bob-key-012345678";
    private const string OlgaKey = "olga-key-01234567";

    private static readonly object Jane = new { firstName = "Jane", lastName = "Doe", idNumber = SampleApplicant.IdNumberOfJane };

    [Fact]
    public async Task It_answers_a_validation_with_the_simulated_vendor()
    {
        await using var host = await RunningHost.StartAsync();
        var answer = await host.Http.PostAsJsonAsync("/validate", Jane);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var score = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.InRange(score.GetProperty("riskScore").GetInt32(), 0, 100);

        var id = score.GetProperty("validationId").GetString();
        var record = await host.Http.GetFromJsonAsync<JsonElement>($"/validations/{id}");
        Assert.Equal("Completed", record.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Its_banner_names_its_addresses_and_a_call_that_works()
    {
        await using var host = await RunningHost.StartAsync();
        var address = host.Http.BaseAddress!.ToString().TrimEnd('/');
        var simulator = host.Simulator!.ToString().TrimEnd('/');
        var taken = simulator == SimulatorOptions.DefaultUrls ? "" : $" ({SimulatorOptions.DefaultUrls} is taken)";
        Assert.Equal(
            $$"""
            FinRisk listens on {{address}}
              the API explained   {{address}}/docs
              operations page     {{address}}/ops
              data folder         {{host.Folder}}
              RiskShield          simulated on {{simulator}}{{taken}}

            Try it:
              curl -s {{address}}/validate -H 'Content-Type: application/json' -d '{{SampleApplicant.JsonOfJane}}'

            Make RiskShield fail, and work again:
              curl -s -X PUT {{simulator}}/control/faults -H 'Content-Type: application/json' -d '{"fault":500,"forever":true}'
              curl -s -X DELETE {{simulator}}/control


            """,
            host.Banner);
    }

    [Fact]
    public async Task A_configured_vendor_takes_the_simulators_place()
    {
        await using var host = await RunningHost.StartAsync("--RiskShield:BaseUrl=http://127.0.0.1:9");
        Assert.Null(host.Simulator);
        Assert.Contains("RiskShield          the configured vendor", host.Banner, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_simulator_whose_usual_port_is_taken_finds_another()
    {
        using var taken = TakeUsualPort();
        await using var host = await RunningHost.StartAsync();
        Assert.NotEqual(7072, host.Simulator!.Port);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.PostAsJsonAsync("/validate", Jane)).StatusCode);
    }

    [Fact]
    public async Task The_simulator_accepts_the_configured_key()
    {
        await using var host = await RunningHost.StartAsync("--RiskShield:ApiKey=a-key-of-my-own");
        Assert.Equal(HttpStatusCode.OK, (await host.Http.PostAsJsonAsync("/validate", Jane)).StatusCode);
    }

    [Fact]
    public async Task Keys_are_demanded_where_there_are_any_and_records_are_their_callers()
    {
        await using var host = await RunningHost.StartAsync(
            "--Local:Callers:alice:Key=" + AliceKey,
            "--Local:Callers:bob:Key=" + BobKey,
            "--Local:Callers:olga:Key=" + OlgaKey,
            "--Local:Callers:olga:Operator=true");
        await ProblemAsync(host, HttpMethod.Post, "/validate", HttpStatusCode.Unauthorized, "unauthorized");
        await ProblemAsync(host, HttpMethod.Post, "/validate", HttpStatusCode.Unauthorized, "unauthorized", "wrong");
        await ProblemAsync(host, HttpMethod.Post, "/validate", HttpStatusCode.Unauthorized, "unauthorized", AliceKey, AliceKey);
        await ProblemAsync(host, HttpMethod.Get, "/validations/x", HttpStatusCode.Unauthorized, "unauthorized");

        using var accepted = await SendAsync(host, HttpMethod.Post, "/validate", AliceKey);
        var score = await accepted.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/validations/{score.GetProperty("validationId").GetString()}";
        await ProblemAsync(host, HttpMethod.Get, path, HttpStatusCode.NotFound, "not-found", BobKey);
        foreach (var key in (string[])[AliceKey, OlgaKey])
        {
            using var seen = await SendAsync(host, HttpMethod.Get, path, key);
            Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        }

        using var health = await SendAsync(host, HttpMethod.Get, "/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>As from a page of the internet in a browser on this machine, which is on loopback, too.</summary>
    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_host_without_keys_answers_no_foreign_page(string name, string value)
    {
        await using var host = await RunningHost.StartAsync();
        foreach (var (method, path) in ((HttpMethod, string)[])
            [(HttpMethod.Post, "/validate"), (HttpMethod.Get, "/validations/x"), (HttpMethod.Get, "/ops/audit?day=2026-11-22")])
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = method == HttpMethod.Post ? JsonContent.Create(Jane) : null;
            request.Headers.Add(name, value);
            using var answer = await host.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Empty(host.Service<LocalStore>().Restore().Unfinished);
        using var own = new HttpRequestMessage(HttpMethod.Post, "/validate") { Content = JsonContent.Create(Jane) };
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        own.Headers.Add("Origin", host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var score = await host.Http.SendAsync(own);
        Assert.Equal(HttpStatusCode.OK, score.StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    [InlineData("Host", "localhost", 200)]
    public async Task The_simulator_takes_no_orders_from_a_foreign_page(string name, string value, int status)
    {
        await using var host = await RunningHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Simulator!, "/control/faults"));
        request.Headers.Add(name, value);
        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_host_with_keys_answers_under_any_name()
    {
        await using var host = await RunningHost.StartAsync("--Local:Callers:alice:Key=" + AliceKey);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/validate") { Content = JsonContent.Create(Jane) };
        request.Headers.Add("x-functions-key", AliceKey);
        request.Headers.Host = "finrisk.example";
        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/ops/audit/uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu", HttpStatusCode.NotFound)]
    [InlineData("/ops/audit/vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv", HttpStatusCode.NotFound)]
    [InlineData("/validations/vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv", HttpStatusCode.NotFound)]
    [InlineData("/ops/audit?day=9999-12-31", HttpStatusCode.OK)]
    [InlineData("/ops/audit?day=2584-05-17", HttpStatusCode.OK)]
    [InlineData("/ops/audit?day=0001-01-01", HttpStatusCode.OK)]
    public async Task Times_that_no_clock_shows_find_nothing(string path, HttpStatusCode status)
    {
        await using var host = await RunningHost.StartAsync();
        using var answer = await host.Http.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.OK)
            Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A line for each would fill the disk that is full.</summary>
    [Fact]
    public async Task A_disk_that_refuses_is_503_without_a_line_for_each()
    {
        await using var host = await RunningHost.StartAsync();
        var writer = host.Service<StoreWriter>();
        await Inside.RefuseWritesAsync(writer);
        using var refused = await ProblemAsync(
            host, HttpMethod.Post, "/validate", HttpStatusCode.ServiceUnavailable, "storage-unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        using var audit = await ProblemAsync(
            host, HttpMethod.Get, "/ops/audit?day=2026-11-22", HttpStatusCode.ServiceUnavailable, "storage-unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), audit.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_problems_like_all_others()
    {
        await using var host = await RunningHost.StartAsync();
        await ProblemAsync(host, HttpMethod.Get, "/nowhere", HttpStatusCode.NotFound, "not-found");
        using var wrong = await ProblemAsync(
            host, HttpMethod.Get, "/validate", HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["POST"], wrong.Content.Headers.Allow);
    }

    [Fact]
    public async Task Health_tells_a_disk_that_refuses_and_its_recovery()
    {
        await using var host = await RunningHost.StartAsync();
        foreach (var path in (string[])["/health", "/health/live", "/health/ready"])
            Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync(path)).StatusCode);

        var writer = host.Service<StoreWriter>();
        await Inside.RefuseWritesAsync(writer);
        using var refused = await SendAsync(host, HttpMethod.Post, "/validate");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using var unready = await host.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Contains("\"storage\":\"unavailable\"", await unready.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Inside.Connection(writer).Execute("PRAGMA query_only = OFF");
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/ready")).StatusCode);
    }

    private static TcpListener? TakeUsualPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 7072);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            // Another program has it: taken is taken.
            listener.Dispose();
            return null;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        RunningHost host, HttpMethod method, string path, params string[] keys)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-functions-key", keys);
        if (method == HttpMethod.Post)
            request.Content = JsonContent.Create(Jane);
        return await host.Http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> ProblemAsync(
        RunningHost host, HttpMethod method, string path, HttpStatusCode status, string code, params string[] keys)
    {
        var answer = await SendAsync(host, method, path, keys);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(answer.Headers.GetValues("X-Correlation-ID").Single(), problem.GetProperty("correlationId").GetString());
        return answer;
    }
}
