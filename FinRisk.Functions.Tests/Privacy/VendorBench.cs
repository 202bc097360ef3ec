using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RiskShield.Simulator;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>
/// The whole Functions app on the real engine, with the real activity and a simulated vendor behind its own HTTP.
/// </summary>
internal sealed class VendorBench : IAsyncDisposable
{
    private readonly RiskShieldSimulator _simulator;
    private readonly DurableEngine _engine;
    private readonly HttpClient _control;

    private VendorBench(RiskShieldSimulator simulator, IHost host, DurableEngine engine)
    {
        (_simulator, Host, _engine) = (simulator, host, engine);
        _control = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        _control.BaseAddress = simulator.Address;
    }

    public IHost Host { get; }

    public IValidationHost Validations => Host.Services.GetRequiredService<IValidationHost>();

    /// <summary>Starts it on a task hub of its own.</summary>
    public static async Task<VendorBench> StartAsync(Azurite azurite, Action<IServiceCollection>? replace = null)
    {
        var simulator = await RiskShieldSimulator.StartAsync();
        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["RiskShield:BaseUrl"] = simulator.Address.ToString();
        settings["RiskShield:ApiKey"] = SimulatorOptions.DevelopmentKey;
        settings["Retry:FirstDelay"] = "00:00:00.1";
        settings["Circuit:FailureThreshold"] = "100000";
        var host = TestHost.Build(settings, replace);
        var engine = await DurableEngine.StartAsync(azurite.ConnectionString, host);
        return new VendorBench(simulator, host, engine);
    }

    /// <summary>How many calls the vendor was sent.</summary>
    public async Task<int> CallsAsync() =>
        (await _control.GetFromJsonAsync<JsonObject>("/control/stats"))!["calls"]!.GetValue<int>();

    /// <summary>Every call with this correlation id is answered so.</summary>
    public async Task PlanAsync(string correlationId, params int[] statuses)
    {
        var rule = new JsonObject
        {
            ["match"] = new JsonObject { ["correlationIdPrefix"] = correlationId },
            ["sequence"] = new JsonArray(
                [.. statuses.Select(status => status == 200 ? JsonValue.Create("ok") : (JsonNode)JsonValue.Create(status))]),
            ["forever"] = statuses.Length == 1,
        };
        (await _control.PostAsJsonAsync("/control/faults", rule)).EnsureSuccessStatusCode();
    }

    /// <summary>Runs an input to its end.</summary>
    public async Task<ValidationRecord> RunAsync(ValidationInput input)
    {
        Assert.Null(await Validations.StartAsync(input, default));
        return await EndOfAsync(input.ValidationId);
    }

    /// <summary>The end of a validation.</summary>
    public async Task<ValidationRecord> EndOfAsync(ValidationId id)
    {
        var record = await Validations.WaitAsync(id, TimeSpan.FromSeconds(60), default);
        Assert.NotNull(record?.Outcome);
        return record;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _engine.DisposeAsync();
        Host.Dispose();
        await _simulator.DisposeAsync();
    }
}
