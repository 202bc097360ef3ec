using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>
/// Callers that go on while storage is attacked, and what came of it: what they got, what was lost, what operators saw.
/// </summary>
internal sealed partial class AttackRun(FinRiskClient finRisk, VendorClient vendor, ITestOutputHelper output)
{
    private const int Callers = 6;

    /// <summary>
    /// For what the attack left behind, all of it together: eight tries of an activity, and a message that a stopped host had
    /// fetched.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _prefix = Ids.CorrelationId();
    private readonly ConcurrentQueue<AttackedRequest> _requests = new();
    private readonly ConcurrentDictionary<string, int> _readiness = new();
    private readonly long[] _logStarts = [.. TargetEnvironment.HostLogs.Select(file => new FileInfo(file).Length)];
    private int _number;

    /// <summary>How the correlation ids of its requests begin.</summary>
    public string Prefix => _prefix;

    /// <summary>Callers at work, from before the attack until after it.</summary>
    /// <param name="attack">Begins the attack, waits, ends it.</param>
    public async Task UnderLoadAsync(Func<Task> attack)
    {
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync(stop.Token)).Append(WatchAsync(stop.Token)).ToArray();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            await attack();
            await Task.Delay(TimeSpan.FromSeconds(3));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(callers);
        }
    }

    /// <summary>Requests that are accepted without a wait, so that they are there while the attack begins.</summary>
    public Task<AttackedRequest[]> AcceptAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        var request = NewRequest("respond-async");
        await request.SendAsync(finRisk);
        return request;
    }));

    /// <summary>
    /// Every request ends with a score, and each was billed once: nothing is lost, whatever its first answer was.
    /// </summary>
    /// <param name="attack">Its name, for the report.</param>
    public async Task AssertNothingLostAsync(string attack)
    {
        Assert.NotEmpty(_requests);
        using var patience = new CancellationTokenSource(Patience);
        await Parallel.ForEachAsync(
            _requests,
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (request, _) => await request.SettleAsync(finRisk, patience.Token));
        var bills = (await vendor.CallsOfPrefixAsync(_prefix)).Where(call => call.Billed).ToLookup(call => call.CorrelationId);
        var lost = _requests.Where(request => request.End != "scored").ToArray();
        var wronglyBilled = _requests.Where(request => bills[request.CorrelationId].Count() != 1).ToArray();
        var took = _requests.Select(request => request.Took.TotalSeconds).Order().ToArray();
        output.WriteLine(string.Join(" | ", [
            $"| {attack}",
            $"{_requests.Count}",
            Counts(_requests.CountBy(request => request.FirstAnswer)),
            $"{took[took.Length / 2]:0.0} s, {took[^1]:0.0} s",
            $"{lost.Length} lost, {wronglyBilled.Length} not billed once",
            Counts(_readiness),
            await EventsAsync() + " |",
        ]));
        Assert.True(lost.Length == 0, $"Lost: {string.Join(", ", lost.AsEnumerable())}");
        Assert.True(wronglyBilled.Length == 0, $"Not billed once: {string.Join(", ", wronglyBilled.AsEnumerable())}");
    }

    /// <summary>No caller got anything but these.</summary>
    public void AssertOnly(params string[] answers) =>
        Assert.All(_requests, request => Assert.Contains(request.FirstAnswer, answers));

    private async Task CallAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var request = NewRequest("wait=10");
            await request.SendAsync(finRisk);

            // A host that is gone refuses at once. Without a pause its callers would make thousands of requests.
            if (request.FirstAnswer == AttackedRequest.NoAnswer)
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var seen = "no answer";
            try
            {
                var answer = await finRisk.GetAsync("/health/ready");
                seen = answer.MediaType is "application/json"
                    ? $"{answer.Status} storage {answer.Json.GetProperty("checks").GetProperty("storage").GetString()}"
                    : $"{answer.Status}";
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Counted as what it is.
            }

            _readiness.AddOrUpdate(seen, 1, (_, count) => count + 1);
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    private AttackedRequest NewRequest(string prefer)
    {
        var request = new AttackedRequest($"{_prefix}.{Interlocked.Increment(ref _number)}", prefer);
        _requests.Enqueue(request);
        return request;
    }

    /// <summary>What hosts logged since the start that is more than news, by its event's name.</summary>
    private async Task<string> EventsAsync()
    {
        var names = TabledEvent().Matches(Repository.Read("docs/telemetry.md")).Select(row => row.Groups["name"].Value).ToArray();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (file, start) in TargetEnvironment.HostLogs.Zip(_logStarts))
        {
            await using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Seek(start, SeekOrigin.Begin);
            using var reader = new StreamReader(log, Encoding.UTF8);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (names.FirstOrDefault(name => line.Contains(name, StringComparison.Ordinal)) is { } name)
                    counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }

        return counts.Count > 0 ? Counts(counts) : "none";
    }

    private static string Counts(IEnumerable<KeyValuePair<string, int>> counts) => string.Join(
        ", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} × {pair.Key}"));

    /// <summary>A name of the table of docs/telemetry.md: <c>| `score_not_kept` | Error | …</c>.</summary>
    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (Warning|Error|Critical) \|", RegexOptions.Multiline)]
    private static partial Regex TabledEvent();
}
