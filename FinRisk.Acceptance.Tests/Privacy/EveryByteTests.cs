using System.Text;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Privacy;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>
/// Contract 6, as bytes: validations of every kind, a SIGKILL among them, and then no file that the host has written and nothing
/// that it answered holds a name or a number in any form.
/// </summary>
public sealed class EveryByteTests(ITestOutputHelper output)
{
    /// <summary>Database with WAL and shared memory, keys, log, answers; while the host runs, and after it was killed.</summary>
    [OwnHostFact]
    public async Task Nothing_that_is_kept_or_answered_holds_a_mark()
    {
        // The circuit stays out of it: every kind of trouble shall reach its own end.
        using var target = await OwnTarget.StartAsync(("Circuit:FailureThreshold", "100000"));
        var traffic = new MarkedTraffic(target);
        await traffic.SendAllAsync();
        await traffic.LeaveRunningAsync();
        await target.KillAndRestartAsync();
        await traffic.FollowAsync();

        foreach (var status in new[] { 200, 202, 400, 413, 415, 422, 502 })
            Assert.True(traffic.Statuses.ContainsKey(status), $"No request was answered {status}.");
        Assert.True(traffic.Statuses.Values.Sum() >= 300);

        var scanner = new ByteScanner(traffic.Marks);
        var found = ScanAll(target, scanner);
        await target.Host.KillAsync();
        found.AddRange(ScanAll(target, scanner));
        found.AddRange(scanner.Scan(Encoding.UTF8.GetBytes(traffic.Answers), "answers"));

        output.WriteLine($"{traffic.Statuses.Values.Sum()} answers "
            + $"({string.Join(", ", traffic.Statuses.Select(pair => $"{pair.Key}: {pair.Value}"))}), "
            + $"{traffic.Marks.Count} marks, {scanner.Searched} bytes searched");
        Assert.True(found.Count is 0, $"{found.Count} places, among them:\n{string.Join('\n', found.Take(20))}");
    }

    private static List<string> ScanAll(OwnTarget target, ByteScanner scanner)
    {
        var files = Directory.GetFiles(
            target.Host.DataFolder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0).ToList();
        foreach (var name in new[] { "finrisk.db", "finrisk.db-wal", "finrisk.db-shm", "pepper" })
            Assert.Contains(files, file => Path.GetFileName(file) == name);
        return [.. files.Append(target.Host.Process.LogFile).SelectMany(scanner.Scan)];
    }
}
