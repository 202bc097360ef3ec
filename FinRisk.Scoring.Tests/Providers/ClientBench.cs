using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>The vendor client as the product registers it, in front of a real server and under virtual time.</summary>
internal sealed class ClientBench : IAsyncDisposable, ICircuitView
{
    private readonly VendorStub _vendor;
    private readonly ServiceProvider _services;

    private ClientBench(VendorStub vendor, FinRiskSettings settings, StubKeySource keys, Action<IServiceCollection>? more)
    {
        (_vendor, Keys) = (vendor, keys);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddMetrics();
        services.AddSingleton<IDataProtectionProvider>(Privacy.Secrets.KeyRing);
        services.AddFinRiskScoring(settings);
        services.AddKeyedSingleton<IVendorKeySource>(ProviderName.RiskShield, keys);
        services.AddSingleton<ICircuitView>(this);
        services.AddSingleton<IAuditLog>(Audit);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(Sample.Start);

    public LogRecorder Log { get; } = new();

    public InMemoryAudit Audit { get; } = new();

    public StubKeySource Keys { get; }

    public CircuitSnapshot Circuit { get; set; } = CircuitSnapshot.Initial;

    public IReadOnlyCollection<ReceivedCall> Received => _vendor.Received;

    public VendorAttempt Attempt => _services.GetRequiredService<VendorAttempt>();

    public static async Task<ClientBench> StartAsync(
        Func<HttpContext, Task> answer, RiskShieldSettings? settings =
            null, StubKeySource? keys = null, Action<IServiceCollection>? more = null)
    {
        var vendor = await VendorStub.StartAsync(answer);
        return Build(vendor, (settings ?? new RiskShieldSettings()) with { BaseUrl = vendor.Address }, keys, more);
    }

    /// <summary>A client whose vendor's address is not the stub's.</summary>
    public static async Task<ClientBench> StartElsewhereAsync(Uri address, Action<IServiceCollection>? more = null) =>
        Build(await VendorStub.StartAsync(Answers.Score), new RiskShieldSettings { BaseUrl = address }, null, more);

    public Task<AttemptResult> ScoreAsync(string? traceParent = null, CancellationToken stopping = default) =>
        _services.GetRequiredService<ProviderRegistry>().Find(ProviderName.RiskShield)!.ScoreAsync(
            new VendorExchange
            {
                Applicant = Samples.Jane,
                ValidationId = Sample.Id,
                IdempotencyKey = Sample.Id.Value,
                CorrelationId = "corr-1",
                TraceParent = traceParent,
            },
            stopping);

    /// <summary>
    /// Lets time pass as it does, second by second: in one jump it would look as if the process had stood still.
    /// </summary>
    public void Advance(TimeSpan time)
    {
        for (; time > TimeSpan.FromSeconds(1); time -= TimeSpan.FromSeconds(1))
            Clock.Advance(TimeSpan.FromSeconds(1));
        Clock.Advance(time);
    }

    /// <summary>A result that ends now, for comparison.</summary>
    public AttemptResult Result(AttemptStatus status, int? httpStatus = null) =>
        new(status, Clock.GetUtcNow(), HttpStatus: httpStatus);

    public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping) => new(Circuit);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _vendor.DisposeAsync();
    }

    private static ClientBench Build(
        VendorStub vendor, RiskShieldSettings settings, StubKeySource? keys, Action<IServiceCollection>? more) =>
        new(vendor, new FinRiskSettings { RiskShield = settings }, keys ?? new StubKeySource("key-1"), more);
}
