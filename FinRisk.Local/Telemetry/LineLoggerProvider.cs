using System.Buffers;

namespace FinRisk.Local.Telemetry;

/// <summary>
/// Writes lines to the standard output, many at a time: a line of its own costs a system call and a thread's wake-up, which
/// under load is more than the request it tells of. Lines wait at most <see cref="FlushEvery"/>, errors not at all.
/// </summary>
[ProviderAlias("Console")]
internal sealed class LineLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    /// <summary>How long a line may wait for company.</summary>
    public static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    private const int FlushBytes = 64 * 1024;

    private readonly TimeProvider _clock;
    private readonly Stream _output;
    private readonly LineFormat _format;
    private readonly ITimer _timer;
    private readonly Lock _bufferGate = new();
    private readonly Lock _outputGate = new();
    private ArrayBufferWriter<byte> _filling = new(FlushBytes);
    private ArrayBufferWriter<byte> _flushing = new(FlushBytes);

    public LineLoggerProvider(TimeProvider clock, Stream output, LineFormat format)
    {
        (_clock, _output, _format) = (clock, output, format);
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public IExternalScopeProvider Scopes { get; private set; } = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <summary>Takes one event.</summary>
    public void Write<TState>(
        string category, LogLevel level, EventId id, TState state, Exception? fault, Func<TState, Exception?, string> format)
    {
        bool isFirst, flushNow;
        lock (_bufferGate)
        {
            isFirst = _filling.WrittenCount == 0;
            var line = new LogLine<TState>(_clock.GetUtcNow(), level, category, id, state, fault, Scopes, format);
            if (_format == LineFormat.Json)
                JsonLine.Write(_filling, line);
            else
                TextLine.Write(_filling, line, coloured: _format == LineFormat.ColouredText);
            flushNow = level >= LogLevel.Error || _filling.WrittenCount >= FlushBytes;
        }

        if (flushNow)
            Flush();
        else if (isFirst)
            _timer.Change(FlushEvery, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private void Flush()
    {
        lock (_outputGate)
        {
            lock (_bufferGate)
                (_filling, _flushing) = (_flushing, _filling);
            try
            {
                _output.Write(_flushing.WrittenSpan);
                _output.Flush();
            }
            catch (IOException)
            {
                // A file on a full disk, say. The lines are lost; thrown on, this would end the writer of the store, or the process.
            }
            finally
            {
                _flushing.ResetWrittenCount();
            }
        }
    }
}
