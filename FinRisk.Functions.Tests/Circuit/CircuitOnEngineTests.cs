using FinRisk.Functions.Circuit;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Circuit;

/// <summary>What the circuit costs on the real Durable engine, with the product's own activity and a vendor over HTTP.</summary>
[Collection(AzuriteTests.Name)]
public sealed class CircuitOnEngineTests(Azurite azurite) : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private VendorStub _vendor = null!;
    private IHost _host = null!;
    private DurableEngine _engine = null!;

    private IValidationHost Validations => _host.Services.GetRequiredService<IValidationHost>();

    private int Threshold => _host.Services.GetRequiredService<FinRiskSettings>().Circuit.FailureThreshold;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _vendor = await VendorStub.StartAsync();
        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["RiskShield:BaseUrl"] = _vendor.Address.ToString();
        _host = TestHost.Build(settings, services => services.AddSingleton<TimeProvider>(_clock));
        _engine = await DurableEngine.StartAsync(azurite.ConnectionString, _host);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _host.Dispose();
        await _vendor.DisposeAsync();
    }

    /// <summary>Not while all is well.</summary>
    [NodeFact]
    public async Task Healthy_requests_cost_no_entity_operation()
    {
        Assert.All(await RunManyAsync(20), record => Assert.Equal(ValidationStatus.Completed, record.Status));
        Assert.Equal((20, 0), (_vendor.Calls, _engine.EntityOperations));
    }

    /// <summary>One operation for each failure that opens it, and none for any request that it refuses.</summary>
    [NodeFact]
    public async Task Refused_requests_cost_no_entity_operation_while_the_break_lasts()
    {
        var opened = await OpenAsync();
        Assert.All(await RunManyAsync(20), record =>
        {
            Assert.Equal((FailureCode.CircuitOpen, 0), (record.Outcome!.Failure, record.Attempts));
            Assert.Equal(opened.OpenUntil, record.Outcome.RetryAt);
        });
        Assert.Equal((Threshold, Threshold), (_vendor.Calls, _engine.EntityOperations));
    }

    /// <summary>
    /// After the break one of many is the probe, and all the others together cost less than one operation each.
    /// </summary>
    [NodeFact]
    public async Task After_the_break_one_request_asks_the_vendor_and_few_ask_the_entity()
    {
        await OpenAsync();
        var answer = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.StatusOf(answer.Task);
        _clock.Skip(_host.Services.GetRequiredService<FinRiskSettings>().Circuit.BreakDuration);

        var runs = Enumerable.Range(0, 20).Select(_ => RunAsync()).ToArray();
        var refused = 0;
        await foreach (var ended in Task.WhenEach(runs))
        {
            Assert.Equal((FailureCode.CircuitOpen, 0), ((await ended).Outcome!.Failure, (await ended).Attempts));
            if (++refused == runs.Length - 1)
                break;
        }

        Assert.Equal(Threshold + 1, _vendor.Calls);
        answer.SetResult(200);
        Assert.Equal(1, (await Task.WhenAll(runs)).Count(record => record.Status == ValidationStatus.Completed));
        Assert.Equal(CircuitState.Closed, (await CircuitAsync()).State);

        // A slow machine sends somebody every second until the first has its answer.
        Assert.InRange(_engine.EntityOperations - Threshold, 2, 8);
        Assert.All(await RunManyAsync(5), record => Assert.Equal(ValidationStatus.Completed, record.Status));
    }

    private async Task<CircuitSnapshot> OpenAsync()
    {
        _vendor.Answer = Answers.Status(500);
        while (_vendor.Calls < Threshold)
            await RunAsync();
        var circuit = await CircuitAsync();
        Assert.Equal(CircuitState.Open, circuit.State);
        return circuit;
    }

    private async Task<CircuitSnapshot> CircuitAsync() =>
        (await _engine.Client.Entities.GetEntityAsync<CircuitSnapshot>(CircuitEntity.IdFor(ProviderName.RiskShield)))!.State;

    private Task<ValidationRecord[]> RunManyAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => RunAsync()));

    private async Task<ValidationRecord> RunAsync()
    {
        var id = ValidationId.New(TimeProvider.System);
        var input = Samples.Input(id, applicantHash: id.Value, acceptedAt: _clock.GetUtcNow()) with
        {
            Applicant = _host.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, id),
        };
        Assert.Null(await Validations.StartAsync(input, default));
        var record = await Validations.WaitAsync(id, TimeSpan.FromSeconds(60), default);
        Assert.NotNull(record?.Outcome);
        return record;
    }
}
