using System.Net;

namespace FinRisk.Local.Tests.Harness;

/// <summary>One call that waits for the vendor's answer, which the test gives.</summary>
/// <param name="IdempotencyKey">The validation's id, as the vendor gets it.</param>
internal sealed record OutgoingCall(string IdempotencyKey)
{
    public TaskCompletionSource<HttpResponseMessage> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Score() => Answered.SetResult(new HttpResponseMessage
    {
        Content = new StringContent("""{"riskScore":72,"riskLevel":"MEDIUM"}"""),
    });

    public void Fail(HttpStatusCode status = HttpStatusCode.InternalServerError) => Answered.SetResult(new HttpResponseMessage(status));
}
