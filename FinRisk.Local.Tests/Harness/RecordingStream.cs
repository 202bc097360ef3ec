using System.Text;

namespace FinRisk.Local.Tests.Harness;

/// <summary>An output that remembers every write, and refuses while it is told to.</summary>
internal sealed class RecordingStream : MemoryStream
{
    public List<string> Writes { get; } = [];

    public bool Refuses { get; set; }

    public string Text => string.Concat(Writes);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Refuses)
            throw new IOException("No space left on device.");
        if (!buffer.IsEmpty)
            Writes.Add(Encoding.UTF8.GetString(buffer));
    }
}
