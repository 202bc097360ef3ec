using System.Collections;

namespace FinRisk.Scoring.Http;

/// <summary>The log scope of one request: puts the correlation id on every line written within it, without a dictionary.</summary>
internal sealed class RequestScope(string correlationId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new("correlationId", correlationId) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    public override string ToString() => "correlation " + correlationId;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
