using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>
/// A response whose first bytes are out: as on a server, its status cannot be changed any more. Knows when it is aborted.
/// </summary>
internal sealed class StartedResponse : IHttpResponseFeature, IHttpRequestLifetimeFeature
{
    public int StatusCode
    {
        get => 200;
        set => throw new InvalidOperationException("StatusCode cannot be set because the response has already started.");
    }

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; } = Stream.Null;

    public bool HasStarted => true;

    public CancellationToken RequestAborted { get; set; }

    public bool Aborted { get; private set; }

    public void Abort() => Aborted = true;

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }
}
