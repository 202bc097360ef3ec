using Azure.Core;
using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Figures;
using FinRisk.Functions.Http;
using FinRisk.Functions.Operations;
using FinRisk.Functions.Privacy;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Scores;
using FinRisk.Functions.Settings;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Telemetry;
using FinRisk.Functions.Validations;
using FinRisk.Redis;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions;

/// <summary>Configures the Azure Functions worker.</summary>
public static class FunctionsHost
{
    /// <summary>Reads the settings and registers the middleware and services that the functions need.</summary>
    /// <exception cref="SettingsException">A setting is missing or invalid.</exception>
    public static void AddFinRisk(this FunctionsApplicationBuilder builder)
    {
        var reader = new SettingsReader(builder.Configuration);
        var functionsSettings = FunctionsSettingsReader.Read(reader);
        if (functionsSettings.AppConfigurationEndpoint is { } endpoint)
            builder.AddAppConfiguration(endpoint, functionsSettings.Storage.Credential());

        // Read after App Configuration was added, whose flags override the other sources.
        var settings = FinRiskSettingsReader.Read(reader);
        RedisServices.Check(reader, settings.Redis);
        reader.ThrowIfInvalid();

        // AsciiHeadersMiddleware has to come before ConfigureFunctionsWebApplication, whose middleware waits for the HTTP
        // request, and EdgeFunctionMiddleware after it, because it needs that request.
        builder.UseMiddleware<AsciiHeadersMiddleware>();
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<EdgeFunctionMiddleware>();
        builder.UseMiddleware<DurableClientMiddleware>();
        builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = DurableSerializer.Create());
        builder.Services.AddFinRiskScoring(settings);
        builder.Services.AddFinRiskRedis(settings);
        AddServices(builder.Services, functionsSettings);
        if (settings.Telemetry.IsOn)
            FunctionsTelemetry.Add(builder.Services, settings.Telemetry);
    }

    private static void AddServices(IServiceCollection services, FunctionsSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<TokenCredential>(_ => settings.Storage.Credential());

        // The host's log does not receive what a worker logs before the worker is connected to the host. It does receive the
        // worker's standard error, so the check writes there too.
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<VendorKeyCheck>(provider, Console.Error));
        services.AddSingleton<StorageClients>();
        services.AddSingleton<DurableClientAccessor>();
        services.AddSingleton<CallerReader>();
        services.AddSingleton<CompletionSignals>();
        services.AddSingleton<CircuitCopies>();
        services.AddSingleton<ICircuitView>(provider => provider.GetRequiredService<CircuitCopies>());
        services.AddSingleton<ICircuitControl>(provider => provider.GetRequiredService<CircuitCopies>());
        services.AddSingleton<IOperationsView, DurableOperations>();
        services.AddSingleton<FigureTable>();
        services.AddSingleton<IFigureStore>(provider => provider.GetRequiredService<FigureTable>());
        services.AddSingleton<ISubjectRecords, DurableSubjects>();
        services.AddSingleton<ScoreTable>();
        services.AddSingleton<IScoreHistory>(provider => provider.GetRequiredService<ScoreTable>());
        services.AddSingleton<IStorageProbe>(provider => provider.GetRequiredService<ScoreTable>());
        services.AddSingleton<AuditTable>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditTable>());
        services.AddSingleton<IAuditReader>(provider => provider.GetRequiredService<AuditTable>());
        services.AddSingleton<PurgeProgress>();
        services.AddSingleton<AuditPurge>();
        services.AddSingleton<FigurePurge>();
        services.AddSingleton<ValidationPurge>();
        services.AddSingleton<ScorePurge>();
        services.AddSingleton<IValidationHost, DurableValidationHost>();
        services.AddSingleton(new LookupHasher(settings.Privacy.Pepper, [.. settings.Privacy.PreviousPeppers]));
        services.AddSingleton<IKeyEncryptionKeys>(provider => KeyEncryptionKeys.Create(settings.Privacy, provider));
        services.AddOptions<KeyManagementOptions>().Configure<StorageClients, IKeyEncryptionKeys>((ring, storage, keys) =>
        {
            ring.XmlRepository = new FailFastKeyRing(new BlobKeyRing(storage.KeyRing()), keys);
            ring.XmlEncryptor = new KeyRingEncryptor(keys);
        });
    }
}
