using System.Buffers;

namespace FinRisk.Local.Telemetry;

/// <summary>The format of log lines.</summary>
internal enum LineFormat
{
    /// <summary>JSON for programs: <see cref="JsonLine"/>.</summary>
    Json,

    /// <summary>Text for people: <see cref="TextLine"/>.</summary>
    Text,

    /// <summary>Text with colours, for a terminal.</summary>
    ColouredText,
}

/// <summary>
/// <para>
/// Writes log lines to a stream in batches: writing each line separately costs a system call and a thread switch, which under
/// load exceeds the cost of the request that is logged. Lines wait at most <see cref="FlushInterval"/>; an error is written at
/// once.
/// </para>
/// <para>
/// A dedicated thread writes, so that a blocked output, such as a pipe that is not read, does not block callers. While it is
/// blocked, lines beyond <see cref="MaxBufferBytes"/> are dropped, and their number is logged.
/// </para>
/// </summary>
[ProviderAlias("Console")]
internal sealed class LineLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    /// <summary>The maximum time that a line waits for others to be written with it.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The maximum number of bytes that are buffered while the output is slow: tens of thousands of lines.</summary>
    public const int MaxBufferBytes = 4 * 1024 * 1024;

    /// <summary>The maximum time that the shutdown waits for the last lines to be written.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private static readonly EventId LinesDropped = new(5101, "log_lines_dropped");

    /// <summary>The number of buffered bytes from which on lines are written without waiting for others.</summary>
    private const int FlushBytes = 64 * 1024;

    private readonly TimeProvider _clock;
    private readonly Stream _output;
    private readonly LineFormat _format;
    private readonly ITimer _timer;
    private readonly object _gate = new(); // Not a Lock, which has neither Wait nor Pulse.
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

    /// <summary>Buffers one log event. Never waits for the output.</summary>
    public void Write<TState>(
        string category, LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
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
            Append(new LogLine<TState>(_clock.GetUtcNow(), level, category, id, state, exception, Scopes, format));
            if (level >= LogLevel.Error || _filling.WrittenCount >= FlushBytes)
                Flush();
        }
    }

    /// <summary>Writes the buffered lines, unless the output is blocked for longer than <see cref="CloseTimeout"/>.</summary>
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
        while (SwapBuffers())
        {
            try
            {
                _output.Write(_writing.WrittenSpan);
                _output.Flush();
            }
            catch (IOException)
            {
                // The disk is full, or the reader of the pipe has ended. These lines are lost; an exception on this thread would
                // end the process.
            }

            // The buffer's array is not shrunk, because the output may block for as long again.
            _writing.ResetWrittenCount();
        }
    }

    /// <summary>
    /// Waits until lines are due and swaps the buffers; false if the provider is disposed and no lines are left.
    /// </summary>
    private bool SwapBuffers()
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
            _clock.GetUtcNow(), LogLevel.Warning, nameof(LineLoggerProvider), LinesDropped, values, Exception: null, Scopes,
            static (_, _) => "")); // Not called: the event has a name, so its values describe it.
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

/// <summary>The logger of one category. All loggers share the provider's buffer.</summary>
internal sealed class LineLogger(string category, LineLoggerProvider provider) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        provider.Write(category, logLevel, eventId, state, exception, formatter);
}
