using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FinRisk.Testing.Logging;

/// <summary>Keeps every log event.</summary>
public sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<LoggedEvent> _events = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);

    public IReadOnlyCollection<LoggedEvent> Events => _events;

    /// <summary>Ends with the first event of the name from now on.</summary>
    public Task WhenAsync(string name) =>
        _awaited.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ILogger CreateLogger(string categoryName) => new Recorder<object>(this);

    public ILogger<T> CreateLogger<T>() => new Recorder<T>(this);

    public void Dispose()
    {
    }

    private sealed class Recorder<T>(LogRecorder owner) : ILogger<T>
    {
        private readonly LoggerExternalScopeProvider _scopes = new();

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => _scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            var scopes = new List<string>();
            _scopes.ForEachScope((scope, list) => list.Add(scope?.ToString() ?? ""), scopes);
            owner._events.Enqueue(new LoggedEvent(
                logLevel,
                eventId.Id,
                eventId.Name,
                formatter(state, exception),
                values.ToDictionary(value => value.Key, value => value.Value),
                string.Join(' ', scopes)));
            if (eventId.Name is { } name && owner._awaited.TryRemove(name, out var awaited))
                awaited.TrySetResult();
        }
    }
}
