using System.Buffers;

namespace FinRisk.Local.Telemetry;

/// <summary>How a log event becomes a line.</summary>
internal enum LineFormat
{
    /// <summary>For machines: <see cref="JsonLine"/>.</summary>
    Json,

    /// <summary>For a person: <see cref="TextLine"/>.</summary>
    Text,

    /// <summary>For a person at a terminal that shows colours.</summary>
    ColouredText,
}

/// <summary>
/// Writes lines to the standard output, many at a time: a line of its own costs a system call and a thread's wake-up, which
/// under load is more than the request it is about. Lines wait at most <see cref="FlushInterval"/>, errors not at all. A thread
/// of its own writes, so that a pipe that nobody reads stops it and nobody else; what does not fit into <see
/// cref="MaxBufferBytes"/> meanwhile is dropped and counted.
/// </summary>
[ProviderAlias("Console")]
internal sealed class LineLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    /// <summary>How long a line may wait for company.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How many bytes of lines may wait for an output that is slow: some ten thousand lines.</summary>
    public const int MaxBufferBytes = 4 * 1024 * 1024;

    /// <summary>How long the end of the process waits for the output to take the last lines.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private static readonly EventId LinesDropped = new(5101, "log_lines_dropped");

    private const int FlushBytes = 64 * 1024;

    private readonly TimeProvider _clock;
    private readonly Stream _output;
    private readonly LineFormat _format;
    private readonly ITimer _timer;
    private readonly object _gate = new();
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _filling = new(FlushBytes);
    private ArrayBufferWriter<byte> _writing = new(FlushBytes);
    private long _dropped;
    private bool _isDue;
    private bool _isClosed;

    public LineLoggerProvider(TimeProvider clock, Stream output, LineFormat format)
    {
        (_clock, _output, _format) = (clock, output, format);
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writer = new Thread(Run) { IsBackground = true, Name = "log writer" };
        _writer.Start();
    }

    public IExternalScopeProvider Scopes { get; private set; } = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <summary>Takes one event; never waits for the output.</summary>
    public void Write<TState>(
        string category, LogLevel level, EventId id, TState state, Exception? fault, Func<TState, Exception?, string> format)
    {
        lock (_gate)
        {
            if (_filling.WrittenCount >= MaxBufferBytes)
            {
                _dropped++;
                return;
            }

            if (_filling.WrittenCount == 0)
                _timer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
            Append(new LogLine<TState>(_clock.GetUtcNow(), level, category, id, state, fault, Scopes, format));
            if (level >= LogLevel.Error || _filling.WrittenCount >= FlushBytes)
                Flush();
        }
    }

    /// <summary>Writes what waits, unless the output does not take it.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _writer.Join(CloseTimeout);
    }

    private void Flush()
    {
        lock (_gate)
        {
            _isDue = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Take())
        {
            try
            {
                _output.Write(_writing.WrittenSpan);
                _output.Flush();
            }
            catch (IOException)
            {
                // A file on a full disk, or a pipe whose reader has gone. The lines are lost; thrown on, this would end the
                // process.
            }

            // Its array stays as large as the longest jam; a later one would need it again.
            _writing.ResetWrittenCount();
        }
    }

    /// <summary>Waits until lines are due and takes them; false where no more will come.</summary>
    private bool Take()
    {
        lock (_gate)
        {
            while (!_isDue && !_isClosed)
                Monitor.Wait(_gate);
            if (_dropped > 0)
                AppendDropped();
            if (_filling.WrittenCount == 0 && _isClosed)
                return false;
            (_isDue, _filling, _writing) = (false, _writing, _filling);
            return true;
        }
    }

    private void AppendDropped()
    {
        KeyValuePair<string, object?>[] values = [new("lines", _dropped)];
        Append(new LogLine<KeyValuePair<string, object?>[]>(
            _clock.GetUtcNow(), LogLevel.Warning, nameof(LineLoggerProvider), LinesDropped, values, null, Scopes, static (_, _) =>
                ""));
        _dropped = 0;
    }

    private void Append<TState>(in LogLine<TState> line)
    {
        if (_format == LineFormat.Json)
            JsonLine.Write(_filling, line);
        else
            TextLine.Write(_filling, line, coloured: _format == LineFormat.ColouredText);
    }
}

/// <summary>One category's logger; all of them share the provider's buffer.</summary>
internal sealed class LineLogger(string category, LineLoggerProvider provider) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        provider.Write(category, logLevel, eventId, state, exception, formatter);
}
