namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// The slowest validations of the last hour, in slots of five minutes. A validation that is not among the slowest of its slot
/// costs only one comparison without a lock.
/// </summary>
internal sealed class SlowestValidations
{
    /// <summary>The maximum number of validations kept per slot.</summary>
    public const int MaxPerSlot = 8;

    private const int Slots = 12;
    private const int MinutesPerSlot = 5;

    private readonly Lock _gate = new();
    private readonly Slot[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new Slot())];

    /// <summary>True if a validation with this duration that ended in this minute may be among the slowest of its slot.</summary>
    public bool MayQualify(long minute, double durationMs)
    {
        var slot = SlotOf(minute);
        return Volatile.Read(ref slot.Number) != minute / MinutesPerSlot || durationMs > Volatile.Read(ref slot.Threshold);
    }

    /// <summary>Adds a validation if it is one of the slowest of its slot.</summary>
    public void Add(long minute, EndedValidation ended)
    {
        lock (_gate)
        {
            var (slot, number) = (SlotOf(minute), minute / MinutesPerSlot);
            if (slot.Number > number)
                return;
            if (slot.Number < number)
            {
                slot.Validations.Clear();
                Volatile.Write(ref slot.Threshold, -1);
                Volatile.Write(ref slot.Number, number);
            }

            slot.Validations.Add(ended);
            if (slot.Validations.Count <= MaxPerSlot)
                return;
            slot.Validations.Remove(slot.Validations.MinBy(validation => validation.DurationMs)!);
            Volatile.Write(ref slot.Threshold, slot.Validations.Min(validation => validation.DurationMs));
        }
    }

    /// <summary>Returns the slowest validations of the hour that ends with this minute, slowest first.</summary>
    public EndedValidation[] Read(long minute, int max)
    {
        lock (_gate)
        {
            var oldest = (minute / MinutesPerSlot) - Slots + 1;
            return [.. _slots.Where(slot => slot.Number >= oldest).SelectMany(slot => slot.Validations).OrderByDescending(
                ended => ended.DurationMs).Take(max)];
        }
    }

    /// <summary>Returns the slowest validations of an hour of the clock, to be stored.</summary>
    public EndedValidation[] ReadHour(long hour)
    {
        lock (_gate)
            return [.. _slots.Where(slot => slot.Number / Slots == hour).SelectMany(slot => slot.Validations)];
    }

    private Slot SlotOf(long minute) => _slots[minute / MinutesPerSlot % Slots];

    private sealed class Slot
    {
        public readonly List<EndedValidation> Validations = new(MaxPerSlot + 1);

        /// <summary>The number of the five-minute interval that the slot belongs to at present.</summary>
        public long Number;

        /// <summary>
        /// The shortest duration that the slot keeps, in milliseconds; -1 until a validation had to be dropped.
        /// </summary>
        public double Threshold = -1;
    }
}
