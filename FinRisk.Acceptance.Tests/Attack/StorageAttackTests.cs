using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>Storage that is slow, faulty or absent under load.</summary>
public sealed class StorageAttackTests(ITestOutputHelper output) : AttackTest(output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(10);

    /// <summary>Nobody listens for 20 s.</summary>
    [AttackFact]
    public Task Storage_stopped_for_twenty_seconds() =>
        AttackAsync("storage stopped for 20 s", new JsonObject { ["refuse"] = true }, Outage);

    /// <summary>The emulator ends in the midst of its work, and starts again on what it had written.</summary>
    [AttackFact]
    public async Task Storage_killed_and_started_again()
    {
        var run = NewRun();
        await run.UnderLoadAsync(async () =>
        {
            await Storage.RunStorageAsync(running: false);
            try
            {
                await Task.Delay(Trouble);
            }
            finally
            {
                await Storage.RunStorageAsync(running: true);
            }
        });
        await run.AssertNothingLostAsync("storage ended under load, started again after 10 s");
        run.AssertOnly("200", "202", "503 storage-unavailable");
    }

    /// <summary>Every operation takes half a second more.</summary>
    [AttackFact]
    public Task Storage_half_a_second_slow() =>
        AttackAsync("every operation 500 ms slow for 20 s", new JsonObject { ["delayMs"] = 500 }, Outage);

    /// <summary>One service of the three answers nothing but errors.</summary>
    [AttackTheory]
    [InlineData("Table", 500)]
    [InlineData("Table", 503)]
    [InlineData("Queue", 500)]
    [InlineData("Queue", 503)]
    [InlineData("Blob", 500)]
    [InlineData("Blob", 503)]
    public Task One_service_answers_errors(string service, int status) => AttackAsync(
        $"{service.ToLowerInvariant()}s answer {status} for 10 s",
        new JsonObject { ["services"] = new JsonArray(service), ["status"] = status },
        Trouble);

    /// <summary>Half of the connections break before anything is done.</summary>
    [AttackFact]
    public Task Half_of_the_connections_break() => AttackAsync(
        "half of the connections break for 10 s", new JsonObject { ["drop"] = "BeforeRequest", ["share"] = 0.5 }, Trouble);

    /// <summary>
    /// The 409 and 412 that storage really gives: a write is done, its answer is lost, and the client that repeats it meets
    /// what it wrote itself.
    /// </summary>
    [AttackFact]
    public Task Answers_to_writes_are_lost() => AttackAsync(
        "a third of the writes is done and their answers are lost, for 10 s",
        new JsonObject { ["drop"] = "BeforeAnswer", ["scope"] = "Writes", ["share"] = 0.33 },
        Trouble);

    /// <summary>A third of the rows is inserted, and answered as if another writer had been faster.</summary>
    /// <remarks>
    /// Azure answers 409 only where the row exists; a storage that answers so without one reports a lie, which Durable believes.
    /// </remarks>
    [AttackFact]
    public Task A_storm_of_conflicts_at_inserts() => AttackAsync(
        "a third of the inserts is done and answered 409 for 10 s",
        new JsonObject
        {
            ["services"] = new JsonArray("Table"),
            ["status"] = 409,
            ["done"] = true,
            ["scope"] = "Inserts",
            ["share"] = 0.33,
        },
        Trouble);

    /// <summary>
    /// Another host holds what this one asks for. The Functions host may end itself when it cannot renew its lock: whoever runs
    /// this attack starts it again then, as the container platform does.
    /// </summary>
    [AttackFact]
    public Task A_storm_of_conflicts_at_leases() => AttackAsync(
        "every lease is refused with 409 for 20 s",
        new JsonObject { ["services"] = new JsonArray("Blob"), ["status"] = 409, ["scope"] = "Leases" },
        Outage,
        AttackedRequest.NoAnswer);

    /// <summary>Conditions that fail without end: another writer was always faster.</summary>
    [AttackFact]
    public Task A_storm_of_failed_conditions() => AttackAsync(
        "a third of the conditional writes to tables and blobs is refused with 412 for 10 s",
        new JsonObject
        {
            ["services"] = new JsonArray("Table", "Blob"),
            ["status"] = 412,
            ["scope"] = "ConditionalWrites",
            ["share"] = 0.33,
        },
        Trouble);

    private async Task AttackAsync(string name, JsonObject fault, TimeSpan time, params string[] more)
    {
        var run = NewRun();
        await run.AcceptAsync(6);
        await run.UnderLoadAsync(async () =>
        {
            await Storage.UseAsync(fault);
            try
            {
                await Task.Delay(time);
            }
            finally
            {
                await Storage.HealAsync();
            }
        });
        await run.AssertNothingLostAsync(name);
        run.AssertOnly(["200", "202", "503 storage-unavailable", .. more]);
    }
}
