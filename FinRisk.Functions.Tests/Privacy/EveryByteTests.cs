using System.Security.Cryptography;
using System.Text;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Privacy;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>
/// Contract 6, as bytes: validations of every kind on the real engine, and then nothing in Azurite's folder (histories, queues,
/// blobs, tables, key ring; unpacked where it is compressed) and no log line holds a name or a number in any form.
/// </summary>
[Collection(AzuriteTests.Name)]
public sealed class EveryByteTests(Azurite azurite, ITestOutputHelper output)
{
    private const int Each = 12;

    private static readonly string[] Alphabets =
        ["abcdefghijklmnopqrstuvwxyz", "\u00E4\u00EB\u00EF\u00F6\u00FC\u00E5\u00F8", "\u0430\u0431\u0432\u0433\u0434\u0435",
            "\u5F20\u738B\u674E\u8D75", "\u0645\u062D\u062F\u0639\u0644"];

    private readonly List<string> _marks = [];

    /// <summary>Good, retried, refused, failed, degraded, replayed, joined and cached.</summary>
    [NodeFact]
    public async Task Nothing_that_is_stored_or_logged_holds_a_mark()
    {
        using var log = new TextLog();
        await using var bench = await VendorBench.StartAsync(
            azurite, services => services.AddLogging(logging => logging.AddProvider(log)));
        var validations = bench.Host.Services.GetRequiredService<ValidationService>();
        var ids = new List<ValidationId>();
        foreach (var (kind, statuses) in new (string, int[])[] { ("good", []), ("retried", [500, 200]), ("throttled", [429, 200]),
            ("refused", [400]), ("failed", [503]) })
        {
            for (var number = 0; number < Each; number++)
            {
                var correlation = $"scan.{kind}.{number}.";
                if (statuses.Length > 0)
                    await bench.PlanAsync(correlation, statuses);
                var (applicant, key) = (NewApplicant(), $"key-{RandomNumberGenerator.GetHexString(20)}");
                _marks.Add(key);
                ids.Add((await validations.StartAsync(Request(applicant, correlation, key), default)).Id);
                ids.Add((await validations.StartAsync(Request(applicant, correlation, key), default)).Id);
                if (kind != "good")
                    continue;

                // Its score is kept; then the vendor fails, and the old score answers.
                await bench.EndOfAsync(ids[^1]);
                await validations.StartAsync(Request(applicant, correlation, null), default);
                await bench.PlanAsync($"scan.degraded.{number}.", 500);
                ids.Add((await validations.StartAsync(
                    Request(applicant, $"scan.degraded.{number}.", null, fromCache: false), default)).Id);
            }
        }

        var ends = new List<ValidationRecord>();
        foreach (var id in ids)
            ends.Add(await bench.EndOfAsync(id));
        Assert.Equal(Each, ends.Count(end => end.Outcome!.DegradedBy is not null));
        Assert.Equal(Each * 4, ends.Count(end => end.Outcome!.Failure is not null));

        await WaitUntilStoredAsync(ids[^1].Value);
        var scanner = new ByteScanner(_marks);
        List<string> found = [.. Files().SelectMany(scanner.Scan), .. scanner.Scan(Encoding.UTF8.GetBytes(log.Text), "log")];
        output.WriteLine(
            $"{ids.Count} starts, {_marks.Count} marks, {Files().Count()} files, {scanner.Searched} bytes, "
            + $"{scanner.Unpacked} unpacked, {log.Text.Length} of log");
        Assert.NotEqual(0, log.Text.Length);
        Assert.True(found.Count is 0, $"{found.Count} places, among them:\n{string.Join('\n', found.Take(20))}");
    }

    /// <summary>
    /// Azurite writes its tables out every few seconds. Until an id that was stored last is in its files, a search proves
    /// nothing.
    /// </summary>
    private async Task WaitUntilStoredAsync(string id)
    {
        for (var tries = 0; !Files().Any(file => new ByteScanner([id]).Scan(file).Any()); tries++)
        {
            Assert.True(tries < 60, "Azurite has not written its tables to the disk.");
            await Task.Delay(500);
        }
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(azurite.Folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0);

    private static ValidationRequest Request(Applicant applicant, string correlation, string? key, bool fromCache = true) =>
        new(applicant, "caller", correlation, key, null, fromCache);

    private Applicant NewApplicant()
    {
        string[] fields = [Name(), Name(), RandomNumberGenerator.GetString("0123456789", 13)];
        _marks.AddRange(fields);
        return new Applicant(fields[0], fields[1], fields[2]);
    }

    private static string Name() =>
        RandomNumberGenerator.GetString(Alphabets[RandomNumberGenerator.GetInt32(Alphabets.Length)], 12);

    private sealed class TextLog : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text)
                    return _text.ToString();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
                _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
        }

        public void Dispose()
        {
        }
    }
}
