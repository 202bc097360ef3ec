using FinRisk.Functions.Durable;
using FinRisk.Functions.Http;
using FinRisk.Functions.Tests.Harness;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinRisk.Functions.Tests.Host;

/// <summary>What the worker does before a function runs.</summary>
public sealed class WorkerMiddlewareTests
{
    /// <summary>Where a function has Durable's client, everything that it calls has it.</summary>
    [Fact]
    public async Task Durables_client_is_known_before_the_function_runs()
    {
        await using var client = new GrpcDurableTaskClient("test", new GrpcDurableTaskClientOptions(), NullLogger.Instance);
        var clients = new DurableClientAccessor(TimeProvider.System);
        DurableTaskClient? seen = null;
        await new DurableClientMiddleware(clients).Invoke(
            new StubInvocation(["httpTrigger", "durableClient"], [], "request", client),
            _ =>
            {
                seen = clients.Current;
                return Task.CompletedTask;
            });
        Assert.Same(client, seen);
    }

    /// <summary>A function without one, such as an orchestrator, is not bound early.</summary>
    [Fact]
    public async Task A_function_without_a_client_is_left_alone()
    {
        var clients = new DurableClientAccessor(TimeProvider.System);
        var ran = false;
        await new DurableClientMiddleware(clients).Invoke(
            new StubInvocation(["orchestrationTrigger"], []),
            _ =>
            {
                ran = true;
                return Task.CompletedTask;
            });
        Assert.True(ran);
        Assert.Throws<InvalidOperationException>(() => clients.Current);
    }

    /// <summary>The host cannot forward such a request; the worker must not wait for it.</summary>
    [Theory]
    [InlineData("{\"X-Test\":\"caf\u00E9\"}", false)]
    [InlineData("{\"X-Test\":\"plain\"}", true)]
    [InlineData(null, true)]
    public async Task A_request_whose_headers_are_not_ascii_does_not_run(string? headers, bool runs)
    {
        var ran = false;
        var data = headers is null
            ? new Dictionary<string, object?>()
            : new Dictionary<string, object?> { ["Headers"] = headers };
        var failure = await Record.ExceptionAsync(() => new AsciiHeadersMiddleware().Invoke(
            new StubInvocation(["httpTrigger"], data),
            _ =>
            {
                ran = true;
                return Task.CompletedTask;
            }));
        Assert.Equal((runs, runs), (ran, failure is null));
    }
}
