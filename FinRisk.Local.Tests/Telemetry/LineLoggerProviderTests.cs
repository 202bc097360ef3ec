using FinRisk.Local.Telemetry;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>
/// Lines travel in company, errors at once, none is lost at the end, and an output that takes none harms nobody.
/// </summary>
public sealed class LineLoggerProviderTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly RecordingStream _output = new();
    private readonly LineLoggerProvider _provider;
    private readonly ILogger _log;

    public LineLoggerProviderTests()
    {
        _provider = new LineLoggerProvider(_clock, _output, LineFormat.Json);
        _log = _provider.CreateLogger("Some.Category");
    }

    public void Dispose()
    {
        _provider.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task Lines_wait_for_company_and_go_together()
    {
        Tell(LogLevel.Information, "one");
        _clock.Advance(LineLoggerProvider.FlushInterval - TimeSpan.FromMilliseconds(1));
        Tell(LogLevel.Warning, "two");
        await Task.Delay(20);
        Assert.Empty(_output.Writes);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await WrittenAsync(1);
        Assert.Equal(["one", "two"], Messages(Assert.Single(_output.Writes)));
    }

    [Fact]
    public async Task The_next_lines_go_a_tenth_of_a_second_after_the_first_of_them()
    {
        Tell(LogLevel.Information, "one");
        _clock.Advance(LineLoggerProvider.FlushInterval);
        await WrittenAsync(1);
        _clock.Advance(TimeSpan.FromHours(1));
        Tell(LogLevel.Information, "two");
        await Task.Delay(20);
        Assert.Single(_output.Writes);
        _clock.Advance(LineLoggerProvider.FlushInterval);
        await WrittenAsync(2);
        Assert.Equal(["one", "two"], Messages(_output.Text));
    }

    [Theory]
    [InlineData(LogLevel.Error)]
    [InlineData(LogLevel.Critical)]
    public async Task An_error_goes_at_once_with_what_came_before(LogLevel level)
    {
        Tell(LogLevel.Information, "before");
        Tell(level, "error");
        await WrittenAsync(1);
        Assert.Equal(["before", "error"], Messages(Assert.Single(_output.Writes)));
    }

    [Fact]
    public async Task A_full_buffer_goes_at_once()
    {
        var text = new string('x', 1_000);
        for (var line = 0; line < 55; line++)
            Tell(LogLevel.Information, text);
        await Task.Delay(20);
        Assert.Empty(_output.Writes);
        for (var line = 0; line < 10; line++)
            Tell(LogLevel.Information, text);
        await WrittenAsync(1);
        Assert.InRange(_output.Writes[0].Length, 64 * 1024, 70 * 1024);
    }

    [Fact]
    public void What_waits_goes_when_the_host_ends()
    {
        Tell(LogLevel.Information, "last");
        _provider.Dispose();
        Assert.Equal(["last"], Messages(_output.Text));
    }

    [Fact]
    public async Task An_output_that_refuses_harms_nobody_who_logs()
    {
        _output.Refuses = true;
        Tell(LogLevel.Error, "lost");
        await Patience.UntilAsync(() => _output.Refused == 1);
        Tell(LogLevel.Information, "lost too");
        _clock.Advance(LineLoggerProvider.FlushInterval);
        await Patience.UntilAsync(() => _output.Refused == 2);
        Assert.Empty(_output.Writes);

        _output.Refuses = false;
        Tell(LogLevel.Error, "kept");
        await WrittenAsync(1);
        Assert.Equal(["kept"], Messages(_output.Text));
    }

    /// <summary>
    /// As a pipe that nobody reads: nobody who logs waits, memory is bounded, and afterwards a line says what is missing.
    /// </summary>
    [Fact]
    public async Task An_output_that_hangs_holds_up_nobody_and_what_is_dropped_is_counted()
    {
        const int Lines = 20_000;
        _output.Hang();
        var text = new string('x', 1_000);
        var logging = Task.Run(() =>
        {
            for (var line = 0; line < Lines; line++)
                Tell(LogLevel.Error, text);
        });
        await logging.WaitAsync(Patience.Long);

        _output.Flow();
        _provider.Dispose();

        // What the output has begun to take, and what waits meanwhile; all of it would be more than twice as much.
        const int Max = LineLoggerProvider.MaxBufferBytes;
        Assert.InRange(_output.Text.Length, Max, (2 * Max) + (64 * 1024));
        var lines = _output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var last = System.Text.Json.JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal("log_lines_dropped", last.GetProperty("event").GetString());
        Assert.Equal(Lines, lines.Length - 1 + last.GetProperty("lines").GetInt32());
    }

    [Fact]
    public async Task An_output_that_hangs_does_not_keep_the_process_from_ending()
    {
        _output.Hang();
        Tell(LogLevel.Error, "stuck");
        await Task.Run(_provider.Dispose).WaitAsync(Patience.Long);
        Assert.Empty(_output.Writes);
        _output.Flow();
    }

    [Fact]
    public async Task Lines_of_many_threads_stay_whole()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), (number, _) =>
        {
            Tell(number % 50 == 0 ? LogLevel.Error : LogLevel.Information, $"{number}");
            return ValueTask.CompletedTask;
        });
        _provider.Dispose();
        Assert.Equal(Enumerable.Range(0, 2_000), Messages(_output.Text).Select(int.Parse).Order());
    }

    [Fact]
    public async Task A_scope_of_the_factory_is_on_the_line()
    {
        var scopes = new LoggerExternalScopeProvider();
        _provider.SetScopeProvider(scopes);
        using (_log.BeginScope(new LogScope("corr-1")))
            Tell(LogLevel.Error, "within");
        await WrittenAsync(1);
        Tell(LogLevel.Error, "after");
        await WrittenAsync(2);
        Assert.Contains("corr-1", _output.Writes[0], StringComparison.Ordinal);
        Assert.DoesNotContain("corr-1", _output.Writes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_written_but_nothing_at_the_level_none()
    {
        Assert.True(_log.IsEnabled(LogLevel.Trace));
        Assert.False(_log.IsEnabled(LogLevel.None));
    }

    private Task WrittenAsync(int writes) => Patience.UntilAsync(() => _output.Writes.Length >= writes);

    private static IEnumerable<string> Messages(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!);

    private void Tell(LogLevel level, string message) => _log.Log(level, default, message, null, (state, _) => state);
}
