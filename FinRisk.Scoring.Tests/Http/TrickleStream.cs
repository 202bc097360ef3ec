namespace FinRisk.Scoring.Tests.Http;

/// <summary>A body that comes in pieces of a thousand bytes.</summary>
internal sealed class TrickleStream(int length) : MemoryStream(new byte[length])
{
    public int Given { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer[..Math.Min(buffer.Length, 1_000)], cancellationToken);
        Given += read;
        return read;
    }
}
