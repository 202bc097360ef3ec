using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>A validation that ended, as operators see it in a list. Nothing about the applicant.</summary>
/// <param name="ValidationId">Its id.</param>
/// <param name="Caller">Who started it.</param>
/// <param name="Outcome"><c>scored</c>, <c>degraded</c>, or the code of contract section 4 that it failed with.</param>
/// <param name="EndedAt">When.</param>
/// <param name="DurationMs">From its acceptance.</param>
/// <param name="Attempts">How many calls the vendor was sent.</param>
internal sealed record EndedValidation(
    string ValidationId, string Caller, string Outcome, DateTime EndedAt, double DurationMs, int Attempts);

/// <summary>The validations that failed last. Only a failure pays for it.</summary>
internal sealed class NewestFailures
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 64;

    private readonly EndedValidation?[] _ring = new EndedValidation?[Kept];
    private uint _next;

    /// <summary>Keeps one more.</summary>
    public void Add(EndedValidation failed) => Volatile.Write(ref _ring[(Interlocked.Increment(ref _next) - 1) % Kept], failed);

    /// <summary>The newest ones, newest first.</summary>
    public EndedValidation[] Read(int atMost) =>
        [.. _ring.Where(
            failed => failed is not null).Select(failed => failed!).OrderByDescending(failed => failed.EndedAt).Take(atMost)];
}

/// <summary>
/// The slowest validations of the last hour, kept in slots of five minutes. All others cost one comparison: with the fastest of
/// the slow ones of their slot.
/// </summary>
internal sealed class SlowestValidations
{
    /// <summary>How many are kept of each slot.</summary>
    public const int KeptPerSlot = 8;

    private const int Slots = 12;
    private const int MinutesPerSlot = 5;

    private readonly Lock _gate = new();
    private readonly Slot[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new Slot())];

    /// <summary>Whether a validation of this duration, ended in this minute, would be kept.</summary>
    public bool Wants(long minute, double durationMs)
    {
        var slot = SlotOf(minute);
        return Volatile.Read(ref slot.Number) != minute / MinutesPerSlot || durationMs > Volatile.Read(ref slot.Threshold);
    }

    /// <summary>Keeps a validation if it is one of the slowest of its slot.</summary>
    public void Add(long minute, EndedValidation ended)
    {
        lock (_gate)
        {
            var (slot, number) = (SlotOf(minute), minute / MinutesPerSlot);
            if (slot.Number > number)
                return;
            if (slot.Number < number)
            {
                slot.Kept.Clear();
                Volatile.Write(ref slot.Threshold, -1);
                Volatile.Write(ref slot.Number, number);
            }

            slot.Kept.Add(ended);
            if (slot.Kept.Count <= KeptPerSlot)
                return;
            slot.Kept.Remove(slot.Kept.MinBy(kept => kept.DurationMs)!);
            Volatile.Write(ref slot.Threshold, slot.Kept.Min(kept => kept.DurationMs));
        }
    }

    /// <summary>The slowest of the hour that ends with this minute, slowest first.</summary>
    public EndedValidation[] Read(long minute, int atMost)
    {
        lock (_gate)
        {
            var oldest = (minute / MinutesPerSlot) - Slots + 1;
            return [.. _slots.Where(slot => slot.Number >= oldest).SelectMany(slot => slot.Kept).OrderByDescending(
                ended => ended.DurationMs).Take(atMost)];
        }
    }

    private Slot SlotOf(long minute) => _slots[minute / MinutesPerSlot % Slots];

    private sealed class Slot
    {
        public readonly List<EndedValidation> Kept = new(KeptPerSlot + 1);
        public long Number;
        public double Threshold = -1;
    }
}
