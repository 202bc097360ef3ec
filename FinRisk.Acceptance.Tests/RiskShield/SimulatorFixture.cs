using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>A simulator without a product before it.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    private SimulatorProcess? process;

    internal Uri Address => process!.Address;

    internal VendorClient Control => new(Address);

    internal VendorClient BackupControl => new(Address, VendorClient.Backup);

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        if (!TargetEnvironment.IsRemote)
            process = await SimulatorProcess.StartAsync();
    }

    /// <inheritdoc />
    public Task DisposeAsync()
    {
        process?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Calls the vendor as the product would.</summary>
    internal Task<Answer> ScoreAsync(
        string body, string correlationId, string? idempotencyKey = null, string key = "riskshield-simulator-key") =>
        SendAsync(
            HttpMethod.Post,
            "/v1/score",
            body,
            ("X-Api-Key", key),
            Ids.CorrelatedBy(correlationId),
            Ids.Keyed(idempotencyKey ?? correlationId));

    /// <summary>Calls the backup as the product would.</summary>
    internal Task<Answer> ScoreAtBackupAsync(
        string body, string correlationId, string? idempotencyKey = null, string key = "backup-simulator-key") =>
        SendAsync(
            HttpMethod.Post,
            "/api/v2/credit-scores",
            body,
            ("Authorization", "Bearer " + key),
            Ids.CorrelatedBy(correlationId),
            ("X-Request-Token", idempotencyKey ?? correlationId));

    internal async Task<Answer> SendAsync(
        HttpMethod method, string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Content = new StringContent(body, null, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await Wire.SendAsync(request);
    }
}
