using System.Diagnostics.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Telemetry;

/// <summary>
/// Logs a warning if telemetry cannot be delivered, which the exporters do not log themselves. Logs the first failure at once,
/// then at most one line every ten minutes, so that an unreachable collector does not fill the application log.
/// </summary>
internal sealed partial class DeliveryWatch(TimeProvider clock, ILogger<DeliveryWatch> log) : IHostedService, IDisposable
{
    /// <summary>The shortest time between two log events.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private Listener? _listener;
    private DateTimeOffset _nextLogAt;
    private long _failures;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new Listener(ReportFailure);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener?.Dispose();
        _listener = null;
    }

    /// <summary>Counts a failure of an exporter, and logs it unless a line was logged within <see cref="LogInterval"/>.</summary>
    internal void ReportFailure(string source, string error)
    {
        long failures;
        lock (_gate)
        {
            _failures++;
            var now = clock.GetUtcNow();
            if (now < _nextLogAt)
                return;
            (_nextLogAt, failures, _failures) = (now + LogInterval, _failures, 0);
        }

        Log.Undelivered(log, source, error, failures);
    }

    /// <summary>
    /// Listens to the warnings and errors of the exporters' event sources. Passes on only the names of the events, because their
    /// texts may contain addresses.
    /// </summary>
    private sealed class Listener : EventListener
    {
        private readonly Action<string, string> _report;

        // The base class calls OnEventSourceCreated for existing sources before _report is set, so this constructor repeats the
        // calls.
        public Listener(Action<string, string> report)
        {
            _report = report;
            foreach (var source in EventSource.GetSources())
                OnEventSourceCreated(source);
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (_report is not null
                && eventSource.Name.StartsWith("OpenTelemetry-", StringComparison.Ordinal)
                && eventSource.Name.Contains("Exporter", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            _report(eventData.EventSource.Name, eventData.EventName ?? "unknown");
    }

    private static partial class Log
    {
        [LoggerMessage(
            8001,
            LogLevel.Warning,
            "telemetry_undelivered: {source} reports {error}, {failures} times since the last such line; "
            + "requests are served as ever",
            EventName = "telemetry_undelivered")]
        public static partial void Undelivered(ILogger log, string source, string error, long failures);
    }
}
