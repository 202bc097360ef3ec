using Azure.Data.Tables;
using FinRisk.Functions.Figures;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Functions.Tests.Figures;

/// <summary>What replicas count, in a real table service: the page adds up all of them. Each test has a day of its own.</summary>
[Collection(AzuriteTests.Name)]
public sealed class FigureTableTests(Azurite azurite) : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 10, 59, 30, TimeSpan.Zero));
    private readonly List<IHost> _replicas = [];

    /// <inheritdoc/>
    public void Dispose() => _replicas.ForEach(replica => replica.Dispose());

    /// <summary>Over the turn of an hour too, and each replica only once however often it writes.</summary>
    [NodeFact]
    public async Task Two_replicas_are_one_sum()
    {
        var (one, other) = (Start(), Start());
        for (var minutes = 0; minutes < 3; minutes++)
        {
            await CountAsync(one);
            await CountAsync(other);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var replica in (IHost[])[one, other])
            Assert.Equal((6, 6, 2), await HourAsync(replica));
        Assert.Equal(4, (await RowsAsync()).Count(row => row.RowKey == Process(one) || row.RowKey == Process(other)));
        var plot = FigureResponses.CreatePlot(await SumsAsync(one), "hour", Minute, 60, 1);
        Assert.Equal([0, 2, 2, 2, 0], plot.VendorCalls[^5..].Select(calls => (int)calls));
    }

    [NodeFact]
    public async Task A_replica_that_starts_again_goes_on_where_it_stopped()
    {
        _clock.Advance(TimeSpan.FromDays(10));
        var first = Start();
        first.Services.GetRequiredService<OperationsFigures>().RequestHandled(StartKind.Started);
        await WriterOf(first).StopAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(20));

        var second = Start();
        second.Services.GetRequiredService<OperationsFigures>().RequestHandled(StartKind.Started);
        Assert.Equal((2, 0, 2), await HourAsync(second));
    }

    /// <summary>A row without its column, with another type in it, or under a key that is no hour.</summary>
    [NodeFact]
    public async Task Damaged_rows_cost_only_themselves()
    {
        _clock.Advance(TimeSpan.FromDays(20));
        var (one, other) = (Start(), Start());
        await CountAsync(other);
        var hour = $"{_clock.GetUtcNow():yyyyMMddHH}";
        foreach (var row in (TableEntity[])
        [
            new(hour, "empty"),
            new(hour, "text") { ["Content"] = "text" },
            new(hour, "bytes") { ["Content"] = new byte[] { 1, 2, 3 } },
            new(hour + "x", "no hour") { ["Content"] = new byte[] { 1 } },
        ])
        {
            await Table.UpsertEntityAsync(row);
        }

        Assert.Equal((1, 1, 2), await HourAsync(one));
    }

    /// <summary>When the day that the page shows has no part of their hour any more.</summary>
    [NodeFact]
    public async Task A_purge_deletes_what_is_older_than_a_day()
    {
        _clock.Advance(TimeSpan.FromDays(30));
        var replica = Start();
        await CountAsync(replica);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await CountAsync(replica);
        var purge = replica.Services.GetRequiredService<FigurePurge>();
        var hours = (await RowsAsync()).Count;

        _clock.Advance(TimeSpan.FromHours(24.5));
        await purge.PurgeAsync(default);
        Assert.Equal(2, (await RowsAsync()).Count(row => row.RowKey == Process(replica)));
        _clock.Advance(TimeSpan.FromHours(1));
        await purge.PurgeAsync(default);
        Assert.Equal(1, (await RowsAsync()).Count(row => row.RowKey == Process(replica)));
        _clock.Advance(TimeSpan.FromHours(1));
        await purge.PurgeAsync(default);
        Assert.Empty(await RowsAsync());
        Assert.True(hours >= 2);
        Assert.Equal(0, await purge.PurgeAsync(default));
    }

    /// <summary>A replica shows itself, and says that the others are missing.</summary>
    [NodeFact]
    public async Task Without_storage_a_replica_shows_itself()
    {
        var replica = Start(
            "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:9/a;"
            + "BlobEndpoint=http://127.0.0.1:9/a;");
        replica.Services.GetRequiredService<OperationsFigures>().RequestHandled(StartKind.Started);
        var sums = await SumsAsync(replica).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((1L, false), (FigureResponses.CreateWindow(sums, "hour", Minute, 60).Accepted, sums.IsComplete));
    }

    private long Minute => MinuteRing.MinuteOf(_clock.GetUtcNow());

    private TableClient Table => new(azurite.ConnectionString, FigureTable.TableName);

    private static FigureWriter WriterOf(IHost replica) =>
        replica.Services.GetServices<IHostedService>().OfType<FigureWriter>().Single();

    private static string Process(IHost replica) => replica.Services.GetRequiredService<OperationsFigures>().Process;

    private static Task<FigureSums> SumsAsync(IHost replica) =>
        replica.Services.GetRequiredService<SharedFigures>().ReadAsync(default);

    private IHost Start(string? storage = null)
    {
        var replica = TestHost.Build(
            TestHost.Settings(storage ?? azurite.ConnectionString), services => services.AddSingleton<TimeProvider>(_clock));
        _replicas.Add(replica);
        return replica;
    }

    private async Task CountAsync(IHost replica)
    {
        var figures = replica.Services.GetRequiredService<OperationsFigures>();
        figures.RequestHandled(StartKind.Started);
        figures.VendorCalled(
            "riskshield", new AttemptResult(AttemptStatus.ServerError, _clock.GetUtcNow()), usesCandidatePath: false);
        await WriterOf(replica).WriteAsync(default);
    }

    private async Task<(long Accepted, long VendorFailures, int Processes)> HourAsync(IHost replica)
    {
        var sums = await SumsAsync(replica);
        Assert.True(sums.IsComplete);
        var hour = FigureResponses.CreateWindow(sums, "hour", Minute, 60);
        return (hour.Accepted, hour.VendorFailures.Values.Sum(), sums.Processes);
    }

    private async Task<List<TableEntity>> RowsAsync()
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Table.QueryAsync<TableEntity>())
            rows.Add(row);
        return rows;
    }
}
