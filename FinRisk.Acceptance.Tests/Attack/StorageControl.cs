using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>The control side of FinRisk.StorageProxy, and the storage behind it.</summary>
internal sealed class StorageControl(Uri proxy)
{
    /// <summary>The emulator's published account; a real one is never attacked.</summary>
    private const string Account =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    /// <summary>From now on this fault and no other, as <c>PUT /fault</c> takes it.</summary>
    public Task UseAsync(JsonObject fault) => SendAsync(HttpMethod.Put, "/fault", fault);

    /// <summary>Ends the fault.</summary>
    public Task HealAsync() => SendAsync(HttpMethod.Delete, "/fault", body: null);

    /// <summary>Stops the emulator, or starts it again on what it had written.</summary>
    public Task RunStorageAsync(bool running) =>
        SendAsync(HttpMethod.Put, "/storage", new JsonObject { ["running"] = running });

    /// <summary>What the proxy is and has counted.</summary>
    public Task<Answer> StateAsync() => SendAsync(HttpMethod.Get, "/", body: null);

    public async Task<BlobServiceClient> BlobsAsync() => new(await ConnectionStringAsync());

    /// <summary>Texts as Durable writes them: the queue holds what was given, not its base64.</summary>
    public async Task<QueueServiceClient> QueuesAsync() => new(await ConnectionStringAsync());

    public async Task<TableServiceClient> TablesAsync() => new(await ConnectionStringAsync());

    private async Task<string> ConnectionStringAsync()
    {
        var endpoints = (await StateAsync()).Json.GetProperty("endpoints");
        return $"{Account}BlobEndpoint={endpoints.GetProperty("blob").GetString()};"
            + $"QueueEndpoint={endpoints.GetProperty("queue").GetString()};"
            + $"TableEndpoint={endpoints.GetProperty("table").GetString()};";
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(proxy, path));
        request.Content = body is null ? null : JsonContent.Create(body);
        var answer = await Wire.SendAsync(request);
        return answer.Status is 200 or 204 ? answer : throw new InvalidOperationException(answer.ToString());
    }
}
