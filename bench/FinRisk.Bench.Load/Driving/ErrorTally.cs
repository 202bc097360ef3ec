namespace FinRisk.Bench.Load.Driving;

/// <summary>Counts the errors of all workers of a round and keeps the first.</summary>
internal sealed class ErrorTally
{
    private string? first;
    private long count;

    public long Count => Interlocked.Read(ref count);

    public string? First => first;

    public void Add(string trouble)
    {
        Interlocked.CompareExchange(ref first, trouble, null);
        Interlocked.Increment(ref count);
    }
}
