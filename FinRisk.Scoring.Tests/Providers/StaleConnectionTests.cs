using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>
/// Contract 5: a connection that was closed at the other end, unseen here, costs neither an attempt nor the circuit's trust.
/// </summary>
public sealed class StaleConnectionTests
{
    private static readonly byte[] Usable = RawVendor.Score;
    private static readonly byte[] Closed = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reused_connection_that_dies_before_a_byte_is_repeated_on_a_new_one(bool reset)
    {
        await using var vendor = RawVendor.Start(request => request.Served == 0 ? Usable : reset ? null : Closed);
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        for (var call = 0; call < 3; call++)
            Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
    }

    /// <summary>However many of them the pool holds, the repetition takes none of them.</summary>
    [Fact]
    public async Task Twenty_closed_connections_cost_no_attempt()
    {
        var warm = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var vendor = new RawVendor();
        vendor.Answer = async request =>
        {
            if (request.Served == 0 && Interlocked.Increment(ref warm) == 20)
                all.SetResult();
            await all.Task;
            return request.Served == 0 ? Usable : null;
        };
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.ScoreAsync()));
        Assert.Equal(20, vendor.Connections);
        for (var call = 0; call < 20; call++)
            Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
        Assert.Equal(40, vendor.Connections);
    }

    [Fact]
    public async Task The_repetition_is_one_and_what_becomes_of_it_counts()
    {
        await using var vendor = RawVendor.Start(request => request is { Connection: 1, Served: 0 } ? Usable : null);
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        await bench.ScoreAsync();
        var result = await bench.ScoreAsync();
        Assert.Equal((AttemptStatus.NetworkFailure, HttpRequestError.ResponseEnded), (result.Status, result.NetworkError));
        Assert.Equal((2, 3), (vendor.Connections, vendor.Requests));
    }

    [Fact]
    public async Task A_new_connection_that_dies_is_not_repeated()
    {
        await using var vendor = RawVendor.Start(_ => null);
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        Assert.Equal(AttemptStatus.NetworkFailure, (await bench.ScoreAsync()).Status);
        Assert.Equal(1, vendor.Requests);
    }

    /// <summary>The vendor has begun to respond, so it was there.</summary>
    [Fact]
    public async Task A_reused_connection_that_dies_after_a_byte_is_not_repeated()
    {
        await using var vendor = RawVendor.Start(
            request => request.Served == 0 ? Usable : "H"u8.ToArray(), closeAfterReuse: true);
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        await bench.ScoreAsync();
        Assert.Equal(AttemptStatus.NetworkFailure, (await bench.ScoreAsync()).Status);
        Assert.Equal(2, vendor.Requests);
    }

    [Fact]
    public async Task A_refused_key_and_a_closed_connection_may_meet_in_one_call()
    {
        var refused = RawVendor.Response("401 Unauthorized", "");
        await using var vendor = RawVendor.Start(request =>
            request is { Connection: 1, Served: 0 } ? refused : request.Connection == 1 ? null : Usable);
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
        Assert.Equal((1, 3), (bench.Keys.Reloads, vendor.Requests));
    }

    [Fact]
    public void An_idle_connection_is_dropped_before_any_common_load_balancer_drops_it()
    {
        using var pooled = VendorConnection.CreateHandler(new RiskShieldSettings(), pooled: true);
        Assert.InRange(pooled.PooledConnectionIdleTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(59));
        using var fresh = VendorConnection.CreateHandler(new RiskShieldSettings(), pooled: false);
        Assert.Equal(TimeSpan.Zero, fresh.PooledConnectionLifetime);
    }
}
