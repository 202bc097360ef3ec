using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Tests.Harness;
using FinRisk.StorageProxy;
using FinRisk.Testing;
using FinRisk.Testing.Tools;

namespace FinRisk.Functions.Tests.Storage;

/// <summary>The proxy does to storage what it is told, and nothing else: else an attack through it would prove nothing.</summary>
[Collection(AzuriteTests.Name)]
public sealed class StorageProxyTests(Azurite azurite) : IAsyncLifetime
{
    private static readonly BinaryData Content = BinaryData.FromString("content");

    private ProxiedAzurite _storage = null!;
    private TableClient _table = null!;
    private BlobContainerClient _blobs = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _storage = await ProxiedAzurite.StartAsync(azurite);
        var tables = new TableClientOptions { Retry = { MaxRetries = 0 } };
        _table = new TableClient(_storage.ConnectionString, $"proxy{Environment.ProcessId}", tables);
        await _table.CreateIfNotExistsAsync();
        var blobs = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        _blobs = new BlobContainerClient(_storage.ConnectionString, $"proxy-{Environment.ProcessId}", blobs);
        await _blobs.CreateIfNotExistsAsync();
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => _storage.DisposeAsync().AsTask();

    /// <summary>Signed requests, batches, keys that must be escaped, bytes: all as without it.</summary>
    [NodeFact]
    public async Task What_it_passes_on_is_what_storage_got()
    {
        await _table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Row("a b'ü")), new(TableTransactionActionType.Add, Row("second"))]);
        var straight = new TableClient(azurite.ConnectionString, _table.Name);
        Assert.Equal("a b'ü", (await straight.GetEntityAsync<TableEntity>("partition", "a b'ü")).Value.RowKey);
        Assert.Equal(2, _table.Query<TableEntity>(row => row.PartitionKey == "partition").Count());

        await _blobs.GetBlobClient("ü/x y").UploadAsync(Content, overwrite: true);
        Assert.Equal("content", (await _blobs.GetBlobClient("ü/x y").DownloadContentAsync()).Value.Content.ToString());
        var empty = _blobs.GetBlobClient("empty");
        var text = new BlobHttpHeaders { ContentType = "text/plain" };
        await empty.UploadAsync(BinaryData.Empty, new BlobUploadOptions { HttpHeaders = text });
        var found = (await empty.GetPropertiesAsync()).Value;
        Assert.Equal((0, "text/plain"), (found.ContentLength, found.ContentType));
        await _table.DeleteEntityAsync("partition", "a b'ü");
        await _table.DeleteEntityAsync("partition", "second");
    }

    /// <summary>The status and the code that Azure's clients read, of one service alone.</summary>
    [NodeFact]
    public async Task One_service_answers_an_error_and_the_others_work()
    {
        await _storage.UseAsync(new Fault { Services = [StorageService.Table], Status = 503 });
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(Row("x")));
        Assert.Equal((503, "ServerBusy"), (refused.Status, refused.ErrorCode));
        Assert.True((await _blobs.ExistsAsync()).Value);

        await _storage.UseAsync(Fault.None);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("partition", "x")).HasValue);
    }

    /// <summary>A write under an ETag, and not one without.</summary>
    [NodeFact]
    public async Task Conflicts_strike_conditional_writes_only()
    {
        await _storage.UseAsync(new Fault { Status = 412, Scope = FaultScope.ConditionalWrites });
        await _table.AddEntityAsync(Row("etag"));
        var row = (await _table.GetEntityAsync<TableEntity>("partition", "etag")).Value;
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => _table.UpdateEntityAsync(row, row.ETag));
        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refused.Status, refused.ErrorCode));
        await _storage.UseAsync(Fault.None);
        await _table.DeleteEntityAsync(row);
    }

    /// <summary>The row is there, and its writer is told that another one wrote it; an update is none.</summary>
    [NodeFact]
    public async Task A_conflict_at_an_insert_that_was_done()
    {
        await _storage.UseAsync(new Fault { Status = 409, Done = true, Scope = FaultScope.Inserts });
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(Row("done")));
        Assert.Equal((409, "EntityAlreadyExists"), (refused.Status, refused.ErrorCode));
        var row = (await _table.GetEntityAsync<TableEntity>("partition", "done")).Value;
        await _table.UpdateEntityAsync(row, row.ETag);
        await _table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, row)]);
    }

    /// <summary>No lease, while the blob itself can be read and written.</summary>
    [NodeFact]
    public async Task Leases_alone_are_refused()
    {
        await _storage.UseAsync(new Fault { Services = [StorageService.Blob], Status = 409, Scope = FaultScope.Leases });
        var blob = _blobs.GetBlobClient("leased");
        await blob.UploadAsync(Content, overwrite: true);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal((409, "LeaseAlreadyPresent"), (refused.Status, refused.ErrorCode));
    }

    /// <summary>The write is done, and its caller cannot know: the repetition meets the real 409.</summary>
    [NodeFact]
    public async Task A_lost_answer_is_a_write_that_was_done()
    {
        await _storage.UseAsync(new Fault { Drop = BrokenConnection.BeforeAnswer, Scope = FaultScope.Writes });
        var lost = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(Row("lost")));
        Assert.Equal(0, lost.Status);
        await _storage.UseAsync(Fault.None);
        var again = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(Row("lost")));
        Assert.Equal(409, again.Status);
        await _table.DeleteEntityAsync("partition", "lost");
    }

    /// <summary>Nothing reaches storage.</summary>
    [NodeFact]
    public async Task A_dropped_request_is_a_write_that_was_not_done()
    {
        await _storage.UseAsync(new Fault { Drop = BrokenConnection.BeforeRequest });
        await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(Row("dropped")));
        await _storage.UseAsync(Fault.None);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("partition", "dropped")).HasValue);
    }

    /// <summary>Nobody listens, open connections break; and afterwards the same port answers again.</summary>
    [NodeFact]
    public async Task Refused_connections_come_back()
    {
        await _storage.UseAsync(new Fault { Refuse = true });
        var refused = await Assert.ThrowsAsync<RequestFailedException>(async () => await _blobs.ExistsAsync());
        Assert.Equal(0, refused.Status);
        await _storage.UseAsync(Fault.None);
        Assert.True((await _blobs.ExistsAsync()).Value);
    }

    /// <summary>Late, and right.</summary>
    [NodeFact]
    public async Task A_delay_is_waited_out()
    {
        var delay = TimeSpan.FromSeconds(0.4);
        await _storage.UseAsync(new Fault { DelayMs = (int)delay.TotalMilliseconds });
        var began = Stopwatch.GetTimestamp();
        Assert.True((await _blobs.ExistsAsync()).Value);
        Assert.InRange(Stopwatch.GetElapsedTime(began), delay - RealTime.Slack, TimeSpan.FromSeconds(10));
    }

    /// <summary>About a share of the requests, neither none nor all.</summary>
    [NodeFact]
    public async Task A_share_is_struck()
    {
        await _storage.UseAsync(new Fault { Status = 500, Share = 0.5 });
        var failed = 0;
        for (var times = 0; times < 100; times++)
        {
            try
            {
                await _blobs.ExistsAsync();
            }
            catch (RequestFailedException)
            {
                failed++;
            }
        }

        Assert.InRange(failed, 20, 80);
    }

    /// <summary>The control port takes what is a fault, says what is wrong with what is none, and tells the counts.</summary>
    [NodeFact]
    public async Task Faults_are_set_by_http()
    {
        using var control = new HttpMessageInvoker(new SocketsHttpHandler());
        var bad = await SendAsync(control, HttpMethod.Put, "/fault", """{"share":1.5}""");
        Assert.Equal(
            (HttpStatusCode.BadRequest, "share is above 0 and at most 1."),
            (bad.StatusCode, await bad.Content.ReadAsStringAsync()));
        var unknown = await SendAsync(control, HttpMethod.Put, "/fault", """{"latency":500}""");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);

        var set = await SendAsync(control, HttpMethod.Put, "/fault", """{"services":["Table"],"status":500}""");
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal(500, (await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(Row("x")))).Status);
        var told = await SendAsync(control, HttpMethod.Get, "/", null);
        var state = await told.Content.ReadFromJsonAsync<StorageState>();
        Assert.Equal((false, 1), (state!.RunsStorage, state.Requests["Table"].Struck));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(control, HttpMethod.Delete, "/fault", null)).StatusCode);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("partition", "x")).HasValue);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker control, HttpMethod method, string path, string? body)
    {
        var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(method, new Uri(_storage.Control, path)) { Content = content };
        return await control.SendAsync(request, default);
    }

    private static TableEntity Row(string key) => new("partition", key);
}
