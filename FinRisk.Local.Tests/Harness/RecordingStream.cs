using System.Text;

namespace FinRisk.Local.Tests.Harness;

/// <summary>An output that remembers every write, and refuses or hangs while it is told to.</summary>
internal sealed class RecordingStream : MemoryStream
{
    private readonly ManualResetEventSlim _flows = new(initialState: true);
    private readonly List<string> _writes = [];
    private int _refused;

    public string[] Writes
    {
        get
        {
            lock (_writes)
                return [.. _writes];
        }
    }

    public string Text => string.Concat(Writes);

    /// <summary>How many writes it refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public bool Refuses { get; set; }

    /// <summary>As a pipe that is full and that nobody reads.</summary>
    public void Hang() => _flows.Reset();

    public void Flow() => _flows.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _flows.Wait(Patience.Long);
        if (Refuses)
        {
            Interlocked.Increment(ref _refused);
            throw new IOException("No space left on device.");
        }

        if (buffer.IsEmpty)
            return;
        lock (_writes)
            _writes.Add(Encoding.UTF8.GetString(buffer));
    }
}
