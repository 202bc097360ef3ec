using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;
using FinRisk.StorageProxy;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Storage;

/// <summary>
/// Validations on the real Durable engine while storage is attacked: all end with a score. The same and more against a
/// running host, with callers, bills and what operators see: the acceptance suite's attacks (docs/reliability.md).
/// </summary>
[Collection(AzuriteTests.Name)]
public sealed class StorageAttackTests(Azurite azurite) : IAsyncLifetime
{
    private const int Validations = 8;

    private static readonly TimeSpan Attack = TimeSpan.FromSeconds(3);

    private ProxiedAzurite _storage = null!;
    private VendorStub _vendor = null!;
    private IHost _host = null!;
    private DurableEngine _engine = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _storage = await ProxiedAzurite.StartAsync(azurite);
        _vendor = await VendorStub.StartAsync();
        var settings = TestHost.Settings(_storage.ConnectionString);
        settings["RiskShield:BaseUrl"] = _vendor.Address.ToString();
        _host = TestHost.Build(settings);
        _engine = await DurableEngine.StartAsync(_storage.ConnectionString, _host);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _host.Dispose();
        await _vendor.DisposeAsync();
        await _storage.DisposeAsync();
    }

    /// <summary>What struck it, by name.</summary>
    public static TheoryData<string> Faults => [.. Kinds.Keys];

    private static Dictionary<string, Fault> Kinds { get; } = new()
    {
        ["stopped"] = new Fault { Refuse = true },
        ["tables answer 500"] = new Fault { Services = [StorageService.Table], Status = 500 },
        ["queues answer 503"] = new Fault { Services = [StorageService.Queue], Status = 503 },
        ["blobs answer 503"] = new Fault { Services = [StorageService.Blob], Status = 503 },
        ["a third of the writes' answers is lost"] =
            new Fault { Drop = BrokenConnection.BeforeAnswer, Scope = FaultScope.Writes, Share = 0.33 },
        ["no lease is given"] = new Fault { Services = [StorageService.Blob], Status = 409, Scope = FaultScope.Leases },
        ["a storm of 412"] = new Fault
        {
            Services = [StorageService.Table, StorageService.Blob],
            Status = 412,
            Scope = FaultScope.ConditionalWrites,
            Share = 0.33,
        },
    };

    /// <summary>Accepted before the attack, in the midst of their vendor calls when it begins.</summary>
    [NodeTheory]
    [MemberData(nameof(Faults))]
    public async Task No_accepted_validation_is_lost(string fault)
    {
        var release = new TaskCompletionSource<int>();
        _vendor.Answer = Answers.StatusOf(release.Task);
        var host = _host.Services.GetRequiredService<IValidationHost>();
        var inputs = Enumerable.Range(0, Validations).Select(_ => NewInput()).ToArray();
        foreach (var input in inputs)
            Assert.Null(await host.StartAsync(input, default));
        await WaitForCallsAsync();

        await _storage.UseAsync(Kinds[fault]);
        release.SetResult(200);
        await Task.Delay(Attack);
        await _storage.UseAsync(Fault.None);

        foreach (var input in inputs)
        {
            var record = await host.WaitAsync(input.ValidationId, TimeSpan.FromMinutes(2), default);
            Assert.Equal((ValidationStatus.Completed, 1), (record!.Status, record.Attempts));
        }
    }

    /// <summary>
    /// Durable sends the start first and inserts the instance after it: a 409 at the insert, of a row that is there, says
    /// that it was started.
    /// </summary>
    [NodeFact]
    public async Task A_start_whose_row_is_said_to_exist_runs()
    {
        var host = _host.Services.GetRequiredService<IValidationHost>();
        var inputs = Enumerable.Range(0, Validations).Select(_ => NewInput()).ToArray();
        await _storage.UseAsync(new Fault
        {
            Services = [StorageService.Table],
            Status = 409,
            Done = true,
            Scope = FaultScope.Inserts,
        });
        foreach (var input in inputs)
            Assert.Null(await host.StartAsync(input, default));
        await Task.Delay(Attack);
        await _storage.UseAsync(Fault.None);

        foreach (var input in inputs)
        {
            var record = await host.WaitAsync(input.ValidationId, TimeSpan.FromMinutes(2), default);
            Assert.Equal((ValidationStatus.Completed, 1), (record!.Status, record.Attempts));
        }

        Assert.Equal(Validations, _vendor.Calls);
    }

    private async Task WaitForCallsAsync()
    {
        for (var tries = 0; _vendor.Calls < Validations && tries < 300; tries++)
            await Task.Delay(100);
        Assert.Equal(Validations, _vendor.Calls);
    }

    private ValidationInput NewInput()
    {
        var id = ValidationId.New(TimeProvider.System);
        return Samples.Input(id, id.Value, TimeProvider.System.GetUtcNow()) with
        {
            Applicant = _host.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, id),
        };
    }
}
