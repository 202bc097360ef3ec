using FinRisk.Functions.Audit;
using FinRisk.Functions.Privacy;
using FinRisk.Functions.Scores;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;
using FinRisk.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Tests.Storage;

/// <summary>
/// Tables and blobs that fail, seen through the product's own clients with the product's own options and retries.
/// </summary>
public sealed class StorageOutageTests : IAsyncLifetime
{
    private WebApplication _server = null!;
    private IHost _host = null!;
    private Func<HttpContext, Task> _answer = null!;
    private int _requests;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(http =>
        {
            Interlocked.Increment(ref _requests);
            return _answer(http);
        });
        await _server.StartAsync();
        var address = _server.Urls.Single();
        _host = TestHost.Build(TestHost.Settings(
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint={address}/a;BlobEndpoint={address}/a;"));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Whatever fails, and at whichever client: one exception that says so, and never one of the library's.</summary>
    [Theory]
    [InlineData("403", 1)]
    [InlineData("429", 4)]
    [InlineData("503", 4)]
    [InlineData("connections dropped", 4)]
    public async Task Every_client_reports_an_outage_as_one(string outage, int tries)
    {
        _answer = outage == "connections dropped" ? Abort : http =>
        {
            http.Response.StatusCode = int.Parse(outage, System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };
        var scores = _host.Services.GetRequiredService<ScoreTable>();
        var audit = _host.Services.GetRequiredService<AuditTable>();
        var ring = new FailFastKeyRing(
            new BlobKeyRing(_host.Services.GetRequiredService<StorageClients>().KeyRing()),
            new ConfiguredKeyEncryptionKey(new byte[32]));
        var record = new AuditRecord(AuditActions.ValidationEnded, Samples.Moment, "caller");
        var id = ValidationId.New(TimeProvider.System);

        await Task.WhenAll(
            Assert.ThrowsAsync<StorageUnavailableException>(async () => await scores.FindAsync("key", default)),
            Assert.ThrowsAsync<AuditException>(() => audit.AppendAsync(record, default)),
            Assert.ThrowsAsync<StorageUnavailableException>(() => audit.FindAsync(id, default)),
            Assert.ThrowsAsync<StorageUnavailableException>(
                () => ReadAsync(audit.ReadDayAsync(new DateOnly(2026, 11, 22), default))),
            Assert.ThrowsAsync<KeyRingUnreachableException>(() => Task.Run(ring.GetAllElements)));
        Assert.InRange(_requests, 5 * tries, 8 * tries);
    }

    /// <summary>
    /// A score that cannot be kept and a record that cannot be written hold up an attempt for a second at most.
    /// </summary>
    [Fact]
    public async Task Storage_that_does_not_answer_holds_nothing_up()
    {
        var never = new TaskCompletionSource();
        _answer = _ => never.Task;
        var scores = _host.Services.GetRequiredService<ScoreTable>();
        var started = TimeProvider.System.GetTimestamp();
        var known = new StoredScore(new VendorScore(7, RiskLevel.Low), Samples.Moment, Samples.Id(1));
        var kept = scores.SaveAsync("key", known);
        var written = _host.Services.GetRequiredService<AuditTable>().TryAppendAsync(
            new AuditRecord(AuditActions.ValidationEnded, Samples.Moment, "caller"));
        Assert.Equal((false, false, false), (await kept, await written, await scores.IsUsableAsync(default)));
        Assert.InRange(
            TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1) - RealTime.Slack, TimeSpan.FromSeconds(4));
        never.SetResult();
    }

    private static async Task ReadAsync(IAsyncEnumerable<AuditRecord> records)
    {
        await foreach (var record in records)
            Assert.Fail($"There is no record to read, but {record.Action} came.");
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
