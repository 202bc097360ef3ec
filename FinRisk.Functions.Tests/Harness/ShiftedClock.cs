namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// The machine's clock, set ahead at will: a break is over without a wait, and everything else goes on in real time.
/// </summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ahead;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    /// <summary>Sets it ahead.</summary>
    public void Skip(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
