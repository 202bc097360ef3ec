using System.Diagnostics.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Telemetry;

/// <summary>
/// Warns operators that telemetry does not arrive: the exporters keep quiet about it and drop what their queues have no room
/// for. One line at first, then one in ten minutes at most, so that a dead collector does not fill the log that is left.
/// </summary>
internal sealed partial class DeliveryWatch(TimeProvider clock, ILogger<DeliveryWatch> log) : IHostedService, IDisposable
{
    /// <summary>How long one line counts.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private Listener? _listener;
    private DateTimeOffset _nextAt;
    private long _faults;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new Listener(Fault);
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

    /// <summary>Something went wrong with sending.</summary>
    internal void Fault(string source, string what)
    {
        long faults;
        lock (_gate)
        {
            _faults++;
            var now = clock.GetUtcNow();
            if (now < _nextAt)
                return;
            (_nextAt, faults, _faults) = (now + Quiet, _faults, 0);
        }

        Log.Undelivered(log, source, what, faults);
    }

    /// <summary>
    /// Listens to the warnings that the exporters write about themselves; their texts stay unread, they may contain addresses.
    /// </summary>
    private sealed class Listener : EventListener
    {
        private readonly Action<string, string> _fault;

        // The base class calls the method below before this constructor's body, so sources that exist already are looked at
        // again.
        public Listener(Action<string, string> fault)
        {
            _fault = fault;
            foreach (var source in EventSource.GetSources())
                OnEventSourceCreated(source);
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (_fault is not null
                && eventSource.Name.StartsWith("OpenTelemetry-", StringComparison.Ordinal)
                && eventSource.Name.Contains("Exporter", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            _fault(eventData.EventSource.Name, eventData.EventName ?? "unknown");
    }

    private static partial class Log
    {
        [LoggerMessage(
            8001,
            LogLevel.Warning,
            "telemetry_undelivered: {source} says {what}, {faults} times since the last such line; requests are served as ever",
            EventName = "telemetry_undelivered")]
        public static partial void Undelivered(ILogger log, string source, string what, long faults);
    }
}
