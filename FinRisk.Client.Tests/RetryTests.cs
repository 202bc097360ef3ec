using System.Diagnostics;
using FinRisk.Client.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Client.Tests;

/// <summary>What is lost on the way is sent again under the same ids: one validation, one bill.</summary>
public sealed class RetryTests(ClientHost host) : IClassFixture<ClientHost>
{
    [Theory]
    [InlineData(nameof(GatewayStep.LoseResponse))]
    [InlineData(nameof(GatewayStep.CutBody))]
    [InlineData(nameof(GatewayStep.BadGateway))]
    [InlineData(nameof(GatewayStep.ThrottleForOneSecond))]
    public async Task A_lost_response_is_one_validation_and_one_bill(string step)
    {
        await using var gateway = await FaultyGateway.StartAsync(host.Target.Host.Address, Enum.Parse<GatewayStep>(step));
        var finRisk = host.CreateClient(address: gateway.Address);
        var began = Stopwatch.GetTimestamp();
        var applicant = ClientHost.NewApplicant();
        var scored = Assert.IsType<ValidationOutcome.Scored>(await finRisk.ValidateAsync(applicant));
        Assert.Equal(ClientHost.ExpectedScore(applicant), scored.Score.Value);

        Assert.Equal(2, gateway.Seen.Count);
        Assert.Equal(
            ("POST", "/apis/finrisk/validate", $"\"{scored.IdempotencyKey}\"", scored.CorrelationId),
            gateway.Seen.Distinct().Single());
        Assert.Single(await host.Vendor.CallsAsync(scored.CorrelationId!));
        if (step is nameof(GatewayStep.ThrottleForOneSecond))
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1) - RealTime.Slack, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_long_Retry_After_is_the_callers_to_plan_by()
    {
        await using var gateway = await FaultyGateway.StartAsync(host.Target.Host.Address, GatewayStep.ThrottleForAMinute);
        var refused = Assert.IsType<ValidationOutcome.Refused>(
            await host.CreateClient(address: gateway.Address).ValidateAsync(ClientHost.NewApplicant()));
        Assert.Equal((ProblemCodes.CircuitOpen, TimeSpan.FromMinutes(1)), (refused.Problem.Code, refused.RetryAfter));
        Assert.Single(gateway.Seen);
    }

    /// <summary>FinRisk has made three attempts before it says so.</summary>
    [Fact]
    public async Task A_vendor_failure_is_not_sent_again()
    {
        await using var gateway = await FaultyGateway.StartAsync(host.Target.Host.Address);
        var options = new ValidateOptions { CorrelationId = Acceptance.Tests.Harness.Ids.CorrelationId() };
        await host.Vendor.PlanAsync(options.CorrelationId, "garbage");
        var refused = Assert.IsType<ValidationOutcome.Refused>(
            await host.CreateClient(address: gateway.Address).ValidateAsync(ClientHost.NewApplicant(), options));
        Assert.Equal(ProblemCodes.VendorInvalidResponse, refused.Problem.Code);
        Assert.Single(gateway.Seen);
    }

    [Fact]
    public async Task A_read_that_is_refused_for_a_while_says_nothing_of_the_validation()
    {
        await using var gateway = await FaultyGateway.StartAsync(
            host.Target.Host.Address, GatewayStep.Pass, GatewayStep.BadGateway);
        var finRisk = host.CreateClient(options => (options.Wait, options.MaxRetries) = (TimeSpan.Zero, 0), gateway.Address);
        var options = new ValidateOptions { CorrelationId = Acceptance.Tests.Harness.Ids.CorrelationId() };
        await host.Vendor.PlanAsync(options.CorrelationId, "ok+500");
        Assert.IsType<ValidationOutcome.Scored>(await finRisk.ValidateAsync(ClientHost.NewApplicant(), options));
        Assert.Equal(["POST", "GET", "GET"], gateway.Seen.Select(request => request.Method));
        Assert.Single(gateway.Seen.Select(request => request.CorrelationId).Distinct());
    }

    [Fact]
    public async Task Without_a_response_at_any_try_the_keys_come_with_the_exception()
    {
        var address = new Uri($"http://127.0.0.1:{FinRisk.Testing.Tools.FreePort.Next()}");
        var finRisk = host.CreateClient(options => options.MaxRetries = 1, address);
        var applicant = ClientHost.NewApplicant();
        var exception = await Assert.ThrowsAsync<FinRiskClientException>(() => finRisk.ValidateAsync(applicant));
        Assert.NotNull(exception.IdempotencyKey);
        Assert.NotEmpty(exception.CorrelationId);
        Assert.Null(exception.ValidationId);
        Assert.IsType<HttpRequestException>(exception.InnerException);
        PrivacyTests.AssertHoldsNothingOf(applicant, exception.ToString());

        var read = await Assert.ThrowsAsync<FinRiskClientException>(() => finRisk.GetAsync("some-validation"));
        Assert.Equal((null, "some-validation"), (read.IdempotencyKey, read.ValidationId));
    }

    [Fact]
    public async Task A_request_that_hangs_is_ended_and_sent_again()
    {
        await using var gateway = await FaultyGateway.StartAsync(host.Target.Host.Address, GatewayStep.Hang);
        var finRisk = host.CreateClient(
            options => (options.Wait, options.NetworkTimeout) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)), gateway.Address);
        Assert.IsType<ValidationOutcome.Scored>(await finRisk.ValidateAsync(ClientHost.NewApplicant()));
        Assert.Equal(["POST", "POST", "GET"], gateway.Seen.Select(request => request.Method).Take(3));
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        await using var gateway = await FaultyGateway.StartAsync(host.Target.Host.Address, GatewayStep.Hang);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.CreateClient(address: gateway.Address)
            .ValidateAsync(ClientHost.NewApplicant(), cancellationToken: cancellation.Token));
        Assert.Single(gateway.Seen);
    }

    [Theory]
    [InlineData(nameof(GatewayStep.EmptyUnauthorized), 401)]
    [InlineData(nameof(GatewayStep.Redirect), 302)]
    public async Task A_refusal_that_is_not_FinRisks_own_has_no_code(string step, int status)
    {
        await using var gateway = await FaultyGateway.StartAsync(host.Target.Host.Address, Enum.Parse<GatewayStep>(step));
        var refused = Assert.IsType<ValidationOutcome.Refused>(
            await host.CreateClient(address: gateway.Address).ValidateAsync(ClientHost.NewApplicant()));
        Assert.Equal((null, status, false), (refused.Problem.Code, refused.Problem.Status, refused.Problem.Retryable));
        Assert.Single(gateway.Seen);
    }
}
