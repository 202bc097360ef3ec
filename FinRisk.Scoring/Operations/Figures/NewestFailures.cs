namespace FinRisk.Scoring.Operations.Figures;

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
