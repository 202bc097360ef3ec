using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// The newest failed validations. Those that failed with <c>circuit-open</c> are kept separately, because an outage causes many
/// of them, and they would replace the failures that opened the circuit.
/// </summary>
internal sealed class NewestFailures
{
    /// <summary>The maximum number of failures kept of each of the two kinds.</summary>
    public const int MaxPerKind = 64;

    /// <summary>The maximum number of failures of each of the two kinds that are stored for an hour.</summary>
    private const int MaxStoredPerHour = 24;

    private static readonly string CircuitOpen = FailureCode.CircuitOpen.ToCode();

    private readonly FailureRing _circuitOpen = new();
    private readonly FailureRing _others = new();

    /// <summary>Adds a failed validation of this process; it replaces the oldest one if there are too many.</summary>
    public void Add(EndedValidation failed) => (failed.Outcome == CircuitOpen ? _circuitOpen : _others).Add(failed);

    /// <summary>
    /// Adds the failed validations that another process stored. The newest of all are kept, in whatever order processes are
    /// added.
    /// </summary>
    public void Merge(IReadOnlyList<EndedValidation> failed)
    {
        _circuitOpen.Merge(failed.Where(failure => failure.Outcome == CircuitOpen));
        _others.Merge(failed.Where(failure => failure.Outcome != CircuitOpen));
    }

    /// <summary>
    /// Returns the newest failed validations, newest first: those that failed with <c>circuit-open</c>, or all others.
    /// </summary>
    public IEnumerable<EndedValidation> Read(bool byCircuit, int max) => (byCircuit ? _circuitOpen : _others).Read().Take(max);

    /// <summary>Returns the newest failed validations of an hour, to be stored.</summary>
    public EndedValidation[] ReadHour(long hour) =>
    [
        .. ((FailureRing[])[_circuitOpen, _others]).SelectMany(newest => newest.Read()
            .Where(failed => HourFigures.HourOf(failed.EndedAt) == hour)
            .Take(MaxStoredPerHour)),
    ];

    private sealed class FailureRing
    {
        private readonly EndedValidation?[] _ring = new EndedValidation?[MaxPerKind];
        private uint _next;

        public void Add(EndedValidation failed) =>
            Volatile.Write(ref _ring[(Interlocked.Increment(ref _next) - 1) % MaxPerKind], failed);

        /// <summary>Not atomic: only sets of stored figures are merged into, which no other thread uses meanwhile.</summary>
        public void Merge(IEnumerable<EndedValidation> failed)
        {
            var newest = Read().Concat(failed).OrderByDescending(failure => failure.EndedAt).Take(MaxPerKind).ToArray();
            Array.Clear(_ring);
            newest.CopyTo(_ring, 0);
        }

        public IEnumerable<EndedValidation> Read() =>
            _ring.OfType<EndedValidation>().OrderByDescending(failed => failed.EndedAt);
    }
}
