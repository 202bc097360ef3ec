using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Tests.Storage;

/// <summary>What Azure clients throw, and what it means. How they come to throw it is shown in FinRisk.Functions.Tests.</summary>
public sealed class AzureFailuresTests
{
    /// <summary>Every failure that may pass.</summary>
    public static TheoryData<string, Exception> Transient => new()
    {
        { "no network", new RequestFailedException("no route") },
        { "tries spent", new AggregateException(new RequestFailedException("no route"), new RequestFailedException("reset")) },
        { "tries spent, the last timed out", Tries(new RequestFailedException("reset"), new TaskCanceledException()) },
        { "tries nested", new AggregateException(new AggregateException(new RequestFailedException("reset"))) },
        { "one try gone, another not", Tries(new RequestFailedException(404, "gone"), new RequestFailedException(503, "away")) },
        { "no token", new AuthenticationFailedException("no token") },
        { "no identity", new CredentialUnavailableException("no identity") },
        { "the client's own time-out", new TaskCanceledException("exceeded the configured timeout") },
        { "our time-out", new TimeoutException() },
        { "a body that ends early", new IOException("ended") },
        { "connection refused", new SocketException((int)SocketError.ConnectionRefused) },
        { "HTTP", new HttpRequestException("reset") },
        { "401", new RequestFailedException(401, "no token") },
        { "403", new RequestFailedException(403, "no role") },
        { "408", new RequestFailedException(408, "slow") },
        { "409", new RequestFailedException(409, "being deleted") },
        { "412", new RequestFailedException(412, "changed") },
        { "429", new RequestFailedException(429, "throttled") },
        { "500", new RequestFailedException(500, "broken") },
        { "503", new RequestFailedException(503, "busy") },
    };

    /// <summary>Every failure that stays, and what is no failure of a service.</summary>
    public static TheoryData<string, Exception, AzureFailure> Others => new()
    {
        { "404", new RequestFailedException(404, "gone"), AzureFailure.Permanent },
        { "410", new RequestFailedException(410, "gone"), AzureFailure.Permanent },
        { "400", new RequestFailedException(400, "no such version"), AzureFailure.Permanent },
        {
            "gone at every try",
            Tries(new RequestFailedException(404, "a"), new RequestFailedException(404, "b")),
            AzureFailure.Permanent
        },
        { "a bug", new InvalidOperationException(), AzureFailure.None },
        {
            "a bug among the tries",
            Tries(new RequestFailedException(503, "busy"), new ArgumentException("bug")),
            AzureFailure.None
        },
        { "nothing at all", new AggregateException(), AzureFailure.None },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public void What_may_pass_is_transient(string name, Exception exception) =>
        Assert.True(AzureFailures.IsTransient(exception), name);

    [Theory]
    [MemberData(nameof(Others))]
    public void What_stays_is_permanent_and_a_bug_is_no_failure(string name, Exception exception, AzureFailure expected)
    {
        Assert.Equal((name, expected), (name, AzureFailures.Classify(exception)));
        Assert.Equal(expected != AzureFailure.None, AzureFailures.IsFailure(exception));
    }

    /// <summary>
    /// Key Vault answers 403 for a version that is disabled, and for a caller that has no role: only the first stays.
    /// </summary>
    [Theory]
    [InlineData("""{"error":{"code":"Forbidden","innererror":{"code":"SecretDisabled"}}}""", AzureFailure.Permanent)]
    [InlineData("""{"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}}""", AzureFailure.Transient)]
    [InlineData("""{"error":{"code":"Forbidden","innererror":null}}""", AzureFailure.Transient)]
    [InlineData("""{"error":{"code":"Forbidden"}}""", AzureFailure.Transient)]
    [InlineData("<html>a proxy's page</html>", AzureFailure.Transient)]
    [InlineData("", AzureFailure.Transient)]
    public async Task Only_a_disabled_secret_makes_a_403_permanent(string body, AzureFailure expected)
    {
        using var answers = new Answers(body);
        var options = new Options { Transport = new HttpClientTransport(answers), Retry = { MaxRetries = 0 } };
        var pipeline = HttpPipelineBuilder.Build(options);
        using var message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new Uri("https://vault.example/secrets/any"));
        await pipeline.SendAsync(message, default);
        Assert.Equal(expected, AzureFailures.Classify(new RequestFailedException(message.Response)));
    }

    /// <summary>The caller's own cancellation is none of the service's failures.</summary>
    [Fact]
    public void A_cancellation_that_was_asked_for_is_no_failure()
    {
        using var stopping = new CancellationTokenSource();
        var cancelled = new OperationCanceledException();
        Assert.True(AzureFailures.IsTransient(cancelled, stopping.Token));
        stopping.Cancel();
        Assert.False(AzureFailures.IsFailure(cancelled, stopping.Token));
        Assert.False(AzureFailures.IsFailure(new AggregateException(cancelled), stopping.Token));
    }

    private static AggregateException Tries(params Exception[] tries) => new(tries);

    private sealed class Options : ClientOptions;

    private sealed class Answers(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content = new StringContent(body) });
    }
}
