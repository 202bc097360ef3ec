using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>Storage that works, and holds what it should not, or lacks what it should.</summary>
public sealed class DamageTests(ITestOutputHelper output) : AttackTest(output)
{
    /// <summary>More than fits into one property of a table, one message of a queue.</summary>
    private const int SixtyFourKilobytes = 64 * 1024;

    /// <summary>Messages that nobody can read: they stop nobody, and are gone when their time to live is over.</summary>
    [AttackTheory]
    [InlineData("-control-00")]
    [InlineData("-workitems")]
    public async Task A_poisoned_message(string queueSuffix)
    {
        var queues = await Storage.QueuesAsync();
        var queue = queues.GetQueueClient(await NameAsync(queues, queueSuffix));
        var run = NewRun();
        await run.UnderLoadAsync(async () =>
        {
            foreach (var text in (string[])["no message of Durable's", "{}", """{"TaskMessage":{"Event":{"EventType":99}}}"""])
                await queue.SendMessageAsync(text, timeToLive: TimeSpan.FromMinutes(2));
            await Task.Delay(TimeSpan.FromSeconds(10));
        });
        var left = (await queue.PeekMessagesAsync(32)).Value.Length;
        await run.AssertNothingLostAsync($"three poisoned messages in the queue `*{queueSuffix}` ({left} visible after 10 s)");
        run.AssertOnly("200", "202");
    }

    /// <summary>A vendor that refuses forty times: a history that no single property or message could hold.</summary>
    [AttackFact]
    public async Task A_history_of_more_than_64_kilobytes()
    {
        var run = NewRun();
        await Vendor.PlanAsync(run.Prefix, string.Join(' ', Enumerable.Repeat("429/0", 40)));
        var request = Assert.Single(await run.AcceptAsync(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await request.SettleAsync(FinRisk, patience.Token);
        var size = await HistorySizeAsync(request.ValidationId!);
        Assert.True(size > SixtyFourKilobytes, $"The history has {size} characters only.");
        await run.AssertNothingLostAsync($"41 attempts, a history of {size / 1024} KiB");
    }

    /// <summary>
    /// The key ring is deleted while validations wait. Running hosts hold it in memory, so nothing happens until it is
    /// restored; a host that starts meanwhile makes a new one.
    /// </summary>
    [AttackFact]
    public async Task The_key_ring_is_deleted()
    {
        var ring = (await Storage.BlobsAsync()).GetBlobContainerClient("finrisk-keys").GetBlobClient("keys.xml");
        var kept = (await ring.DownloadContentAsync()).Value.Content;
        var run = NewRun();
        await Vendor.PlanAsync(new JsonObject
        {
            ["match"] = new JsonObject { ["correlationIdPrefix"] = run.Prefix },
            ["sequence"] = FaultScript.Parse("429/2"),
            ["rate"] = 0.3,
            ["seed"] = 17,
        });
        await run.AcceptAsync(10);
        await run.UnderLoadAsync(async () =>
        {
            await ring.DeleteAsync();
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(10));
            }
            finally
            {
                await ring.UploadAsync(kept, overwrite: true);
            }
        });
        await run.AssertNothingLostAsync("the key ring's blob deleted, restored after 10 s");

        // Three refusals in a row end a validation.
        run.AssertOnly("200", "202", "503 vendor-throttled");
    }

    private async Task<int> HistorySizeAsync(string validationId)
    {
        var tables = await Storage.TablesAsync();
        var size = 0;
        await foreach (var table in tables.QueryAsync())
        {
            if (!table.Name.EndsWith("History", StringComparison.Ordinal))
                continue;
            var rows = tables.GetTableClient(table.Name).QueryAsync<TableEntity>(row => row.PartitionKey == validationId);
            await foreach (var row in rows)
                size += row.Keys.Select(key => row[key]).OfType<string>().Sum(text => text.Length);
        }

        return size;
    }

    private static async Task<string> NameAsync(QueueServiceClient queues, string suffix)
    {
        await foreach (var queue in queues.GetQueuesAsync())
        {
            if (queue.Name.EndsWith(suffix, StringComparison.Ordinal))
                return queue.Name;
        }

        throw new InvalidOperationException($"No queue's name ends with {suffix}: the hosts' task hub is not behind the proxy.");
    }
}
