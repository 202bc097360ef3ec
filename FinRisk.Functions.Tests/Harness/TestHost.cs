using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>The worker as <c>Program.cs</c> builds it, not started.</summary>
internal static class TestHost
{
    /// <summary>32 bytes as base64; no secret of anything.</summary>
    public const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /// <summary>The settings without which it does not start.</summary>
    public static Dictionary<string, string?> Settings(string storage = "UseDevelopmentStorage=true") => new()
    {
        ["AzureWebJobsStorage"] = storage,
        ["RiskShield:BaseUrl"] = "http://127.0.0.1:9",
        ["RiskShield:ApiKey"] = "test-key",
        ["Privacy:Pepper"] = Key,
        ["Privacy:KeyEncryptionKey"] = Key,
        ["Functions:Worker:HostEndpoint"] = "http://127.0.0.1:9",
        ["Functions:Worker:WorkerId"] = "test",
        ["Functions:Worker:RequestId"] = "test",
        ["Functions:Worker:GrpcMaxMessageLength"] = "1000000",
    };

    /// <summary>Builds it.</summary>
    public static IHost Build(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? replace = null)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddFinRisk();
        replace?.Invoke(builder.Services);
        return builder.Build();
    }
}
