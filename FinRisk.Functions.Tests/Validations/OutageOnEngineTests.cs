using FinRisk.Functions.Circuit;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>
/// Outages of one provider and of both on the real Durable engine: durable timers, and one circuit entity each.
/// </summary>
[Collection(AzuriteTests.Name)]
public sealed class OutageOnEngineTests(Azurite azurite) : IAsyncLifetime
{
    private const string Backup = "second";

    private static readonly ValidationPlan Patient = Samples.Plan with { Deadline = TimeSpan.FromMinutes(2), Degrade = false };

    private VendorStub _riskShield = null!;
    private VendorStub _backup = null!;
    private IHost _host = null!;
    private DurableEngine _engine = null!;

    private IValidationHost Validations => _host.Services.GetRequiredService<IValidationHost>();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _riskShield = await VendorStub.StartAsync();
        _backup = await VendorStub.StartAsync();
        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["RiskShield:BaseUrl"] = _riskShield.Address.ToString();
        settings["Backup:BaseUrl"] = _backup.Address.ToString();
        settings["Backup:ApiKey"] = "test-key";
        settings["Backup:Name"] = Backup;
        settings["Circuit:BreakDuration"] = "00:00:03";
        _host = TestHost.Build(settings);
        _engine = await DurableEngine.StartAsync(azurite.ConnectionString, _host);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _host.Dispose();
        await _riskShield.DisposeAsync();
        await _backup.DisposeAsync();
    }

    /// <summary>
    /// Attempts spent, circuit open: it waits by durable timers, shows so, and is scored once the vendor is back.
    /// </summary>
    [NodeFact]
    public async Task A_validation_that_may_wait_waits_durably_and_is_scored_after_the_outage()
    {
        _riskShield.Answer = Answers.Status(500);
        var inputs = new[] { NewInput(Patient), NewInput(Patient) };
        foreach (var input in inputs)
            Assert.Null(await Validations.StartAsync(input, default));
        foreach (var input in inputs)
            Assert.Equal(TimeSpan.Zero, (await WaitingAsync(input.ValidationId)).NextAttemptAt?.Offset);
        var circuit = await CircuitAsync(ProviderName.RiskShield);
        Assert.Equal(CircuitState.Open, circuit!.State);

        _riskShield.Answer = Answers.Score;
        foreach (var input in inputs)
        {
            var record = await Validations.WaitAsync(input.ValidationId, TimeSpan.FromSeconds(60), default);
            Assert.Equal((ValidationStatus.Completed, ProviderName.RiskShield), (record!.Status,
                record.Outcome?.Score?.Provider));
        }

        Assert.Equal(CircuitState.Closed, (await CircuitAsync(ProviderName.RiskShield))!.State);
        Assert.Null(await CircuitAsync(Backup));
    }

    /// <summary>Where both are out, the failures of each are counted by an entity of its own.</summary>
    [NodeFact]
    public async Task Each_provider_has_a_circuit_entity_of_its_own()
    {
        (_riskShield.Answer, _backup.Answer) = (Answers.Status(500), Answers.Status(503));
        var plan = Samples.Plan with { MaxAttempts = 2, Degrade = false, Backup = Backup };
        var record = await RunAsync(NewInput(plan));

        Assert.Equal((FailureCode.VendorError, 4), (record.Outcome!.Failure, record.Attempts));
        Assert.Equal((2, 2), (_riskShield.Calls, _backup.Calls));
        foreach (var provider in (string[])[ProviderName.RiskShield, Backup])
            Assert.Equal(2, (await CircuitAsync(provider))!.ConsecutiveFailures);
    }

    private async Task<ValidationRecord> RunAsync(ValidationInput input)
    {
        Assert.Null(await Validations.StartAsync(input, default));
        var record = await Validations.WaitAsync(input.ValidationId, TimeSpan.FromSeconds(30), default);
        Assert.NotNull(record?.Outcome);
        return record;
    }

    private async Task<ValidationProgress> WaitingAsync(ValidationId id)
    {
        for (var deadline = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(deadline).TotalSeconds < 30;)
        {
            var instance = await _engine.Client.GetInstanceAsync(id.Value, getInputsAndOutputs: true);
            var shown = instance?.ReadCustomStatusAs<ValidationProgress>();
            if (shown is { Stage: ValidationProgress.Waiting, Code: not null }
                && await CircuitAsync(ProviderName.RiskShield) is { State: CircuitState.Open })
                return shown;
            await Task.Delay(100);
        }

        throw new TimeoutException($"Validation {id} does not wait.");
    }

    private async Task<CircuitSnapshot?> CircuitAsync(string provider) =>
        (await _engine.Client.Entities.GetEntityAsync<CircuitSnapshot>(CircuitEntity.IdFor(provider)))?.State;

    private ValidationInput NewInput(ValidationPlan plan)
    {
        var id = ValidationId.New(TimeProvider.System);
        return Samples.Input(id, id.Value, TimeProvider.System.GetUtcNow()) with
        {
            Applicant = _host.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, id),
            Plan = plan,
        };
    }
}
