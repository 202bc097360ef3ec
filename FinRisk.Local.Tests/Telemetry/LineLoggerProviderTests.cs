using FinRisk.Local.Telemetry;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>Lines travel in company, errors at once, and none is lost at the end.</summary>
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
    public void Lines_wait_for_company_and_go_together()
    {
        Tell(LogLevel.Information, "one");
        _clock.Advance(LineLoggerProvider.FlushEvery - TimeSpan.FromMilliseconds(1));
        Tell(LogLevel.Warning, "two");
        Assert.Empty(_output.Writes);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["one", "two"], Messages(Assert.Single(_output.Writes)));
    }

    [Fact]
    public void The_next_lines_go_a_tenth_of_a_second_after_the_first_of_them()
    {
        Tell(LogLevel.Information, "one");
        _clock.Advance(LineLoggerProvider.FlushEvery);
        _clock.Advance(TimeSpan.FromHours(1));
        Tell(LogLevel.Information, "two");
        Assert.Single(_output.Writes);
        _clock.Advance(LineLoggerProvider.FlushEvery);
        Assert.Equal(["one", "two"], Messages(_output.Text));
    }

    [Theory]
    [InlineData(LogLevel.Error)]
    [InlineData(LogLevel.Critical)]
    public void An_error_goes_at_once_with_what_came_before(LogLevel level)
    {
        Tell(LogLevel.Information, "before");
        Tell(level, "error");
        Assert.Equal(["before", "error"], Messages(Assert.Single(_output.Writes)));
    }

    [Fact]
    public void A_full_buffer_goes_at_once()
    {
        var text = new string('x', 1_000);
        for (var line = 0; line < 100 && _output.Writes.Count == 0; line++)
            Tell(LogLevel.Information, text);
        Assert.InRange(Assert.Single(_output.Writes).Length, 64 * 1024, 66 * 1024);
    }

    [Fact]
    public void What_waits_goes_when_the_host_ends()
    {
        Tell(LogLevel.Information, "last");
        _provider.Dispose();
        Assert.Equal(["last"], Messages(_output.Text));
    }

    [Fact]
    public void An_output_that_refuses_harms_nobody_who_logs()
    {
        _output.Refuses = true;
        Tell(LogLevel.Error, "lost");
        Tell(LogLevel.Information, "lost too");
        _clock.Advance(LineLoggerProvider.FlushEvery);
        Assert.Empty(_output.Writes);

        _output.Refuses = false;
        Tell(LogLevel.Error, "kept");
        Assert.Equal(["kept"], Messages(_output.Text));
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
    public void A_scope_of_the_factory_is_on_the_line()
    {
        var scopes = new LoggerExternalScopeProvider();
        _provider.SetScopeProvider(scopes);
        using (_log.BeginScope(new LogScope("corr-1")))
            Tell(LogLevel.Error, "within");
        Tell(LogLevel.Error, "after");
        Assert.Contains("corr-1", _output.Writes[0], StringComparison.Ordinal);
        Assert.DoesNotContain("corr-1", _output.Writes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_written_but_nothing_at_the_level_none()
    {
        Assert.True(_log.IsEnabled(LogLevel.Trace));
        Assert.False(_log.IsEnabled(LogLevel.None));
    }

    private static IEnumerable<string> Messages(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!);

    private void Tell(LogLevel level, string message) => _log.Log(level, default, message, null, (state, _) => state);
}
