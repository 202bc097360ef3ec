using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;

namespace FinRisk.Local.Tests.Harness;

/// <summary>A vendor at the end of the product's own client: the test takes each call and answers it when it wants to.</summary>
internal sealed class FakeVendor : HttpMessageHandler
{
    private readonly Channel<OutgoingCall> _calls = Channel.CreateUnbounded<OutgoingCall>();
    private readonly ConcurrentQueue<string> _received = new();

    /// <summary>The idempotency key of every call so far, in order.</summary>
    public IReadOnlyCollection<string> Received => _received;

    /// <summary>The next call, as soon as it comes.</summary>
    public Task<OutgoingCall> NextAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience.Long);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = new OutgoingCall(request.Headers.GetValues("Idempotency-Key").Single());
        _received.Enqueue(call.IdempotencyKey);
        _calls.Writer.TryWrite(call);
        return call.Answered.Task.WaitAsync(cancellationToken);
    }
}

/// <summary>One call that waits for the vendor's answer, which the test gives.</summary>
/// <param name="IdempotencyKey">The validation's id, as the vendor gets it.</param>
internal sealed record OutgoingCall(string IdempotencyKey)
{
    public TaskCompletionSource<HttpResponseMessage> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Score() => Answered.SetResult(new HttpResponseMessage
    {
        Content = new StringContent("""{"riskScore":72,"riskLevel":"MEDIUM"}"""),
    });

    public void Fail(HttpStatusCode status = HttpStatusCode.InternalServerError) =>
        Answered.SetResult(new HttpResponseMessage(status));
}
