using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Client.Tests.Harness;
using FinRiskClient = FinRisk.Client.FinRiskClient;

namespace FinRisk.Client.Tests;

/// <summary>Each outcome, from a real host.</summary>
public sealed class OutcomeTests(ClientHost host) : IClassFixture<ClientHost>
{
    private readonly FinRiskClient _finRisk = host.CreateClient(options => options.MaxRetries = 0);

    [Fact]
    public async Task A_score_is_scored()
    {
        var applicant = ClientHost.NewApplicant();
        var scored = Assert.IsType<ValidationOutcome.Scored>(await _finRisk.ValidateAsync(applicant));
        Assert.Equal(ClientHost.ExpectedScore(applicant), scored.Score.Value);
        Assert.Equal((TimeSpan.Zero, "riskshield"), (scored.Score.ScoredAt.Offset, scored.Score.Provider));
        Assert.NotNull(scored.IdempotencyKey);
        Assert.Single(await host.Vendor.CallsAsync(scored.CorrelationId!));
    }

    [Fact]
    public async Task The_callers_own_ids_are_sent()
    {
        var (key, correlation) = (@"application ""4711"" \ 1", Ids.CorrelationId());
        var options = new ValidateOptions { IdempotencyKey = key, CorrelationId = correlation, SkipScoreCache = true };
        var applicant = ClientHost.NewApplicant();
        var first = Assert.IsType<ValidationOutcome.Scored>(await _finRisk.ValidateAsync(applicant, options));
        Assert.Equal((key, correlation), (first.IdempotencyKey, first.CorrelationId));
        var again = Assert.IsType<ValidationOutcome.Scored>(await _finRisk.ValidateAsync(applicant, options));
        Assert.Equal(first.ValidationId, again.ValidationId);

        var other = Assert.IsType<ValidationOutcome.Refused>(await _finRisk.ValidateAsync(ClientHost.NewApplicant(), options));
        AssertProblem(ProblemCodes.IdempotencyKeyReused, 422, false, other);
    }

    [Fact]
    public async Task An_older_score_is_degraded_and_not_scored()
    {
        var applicant = ClientHost.NewApplicant();
        var first = Assert.IsType<ValidationOutcome.Scored>(await _finRisk.ValidateAsync(applicant));
        var correlation = Ids.CorrelationId();
        await host.Vendor.PlanAsync(correlation, "429 429 429");
        var degraded = Assert.IsType<ValidationOutcome.Degraded>(await _finRisk.ValidateAsync(
            applicant, new ValidateOptions { CorrelationId = correlation, SkipScoreCache = true }));
        Assert.Equal((first.Score, ProblemCodes.VendorThrottled), (degraded.Score, degraded.Reason));
        Assert.NotEqual(first.ValidationId, degraded.ValidationId);
    }

    [Fact]
    public async Task A_validation_that_is_not_followed_is_accepted_and_followed_later()
    {
        var applicant = ClientHost.NewApplicant();
        var accepted = Assert.IsType<ValidationOutcome.Accepted>(await _finRisk.ValidateAsync(
            applicant, new ValidateOptions { CompletionTimeout = TimeSpan.Zero }));
        Assert.InRange(accepted.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        var scored = Assert.IsType<ValidationOutcome.Scored>(await _finRisk.WaitForCompletionAsync(accepted));
        Assert.Equal(ClientHost.ExpectedScore(applicant), scored.Score.Value);
        Assert.Equal(
            (accepted.ValidationId, accepted.IdempotencyKey, accepted.CorrelationId),
            (scored.ValidationId, scored.IdempotencyKey, scored.CorrelationId));
        var read = Assert.IsType<ValidationOutcome.Scored>(await _finRisk.GetAsync(accepted.ValidationId));
        Assert.Equal(scored.Score, read.Score);
    }

    [Fact]
    public async Task A_validation_that_takes_longer_than_the_wait_is_followed()
    {
        var impatient = host.CreateClient(options => options.Wait = TimeSpan.FromSeconds(1));
        var (applicant, correlation) = (ClientHost.NewApplicant(), Ids.CorrelationId());
        await host.Vendor.PlanAsync(correlation, "429/2 ok");
        var scored = await impatient.ValidateAsync(applicant, new ValidateOptions { CorrelationId = correlation });
        Assert.Equal(ClientHost.ExpectedScore(applicant), Assert.IsType<ValidationOutcome.Scored>(scored).Score.Value);
    }

    [Fact]
    public async Task A_validation_that_takes_longer_than_the_completion_time_out_is_accepted()
    {
        var impatient = host.CreateClient(options => options.Wait = TimeSpan.Zero);
        var correlation = Ids.CorrelationId();
        await host.Vendor.PlanAsync(correlation, "429/3 429/3 ok");
        var options = new ValidateOptions { CorrelationId = correlation, CompletionTimeout = TimeSpan.FromSeconds(1.5) };
        Assert.IsType<ValidationOutcome.Accepted>(await impatient.ValidateAsync(ClientHost.NewApplicant(), options));
    }

    /// <summary>Three refusals are all that a caller waits for; with a deadline the validation outlives them.</summary>
    [Fact]
    public async Task A_validation_with_a_deadline_outlives_an_outage()
    {
        var (applicant, correlation, other) = (ClientHost.NewApplicant(), Ids.CorrelationId(), Ids.CorrelationId());
        await host.Vendor.PlanAsync(correlation, "429 429 429 ok");
        var scored = await _finRisk.ValidateAsync(
            applicant, new ValidateOptions { CorrelationId = correlation, Deadline = TimeSpan.FromMinutes(1) });
        Assert.Equal(ClientHost.ExpectedScore(applicant), Assert.IsType<ValidationOutcome.Scored>(scored).Score.Value);

        await host.Vendor.PlanAsync(other, "429 429 429 ok");
        Assert.IsType<ValidationOutcome.Refused>(await _finRisk.ValidateAsync(
            ClientHost.NewApplicant(), new ValidateOptions { CorrelationId = other, Deadline = TimeSpan.Zero }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1.5)]
    public async Task A_deadline_that_breaks_its_rule_is_refused_before_anything_is_sent(double seconds)
    {
        var options = new ValidateOptions { Deadline = TimeSpan.FromSeconds(seconds) };
        await Assert.ThrowsAsync<ArgumentException>(() => _finRisk.ValidateAsync(ClientHost.NewApplicant(), options));
    }

    [Fact]
    public async Task A_followed_validation_that_fails_is_refused_with_its_problem()
    {
        var impatient = host.CreateClient(options => options.Wait = TimeSpan.Zero);
        var correlation = Ids.CorrelationId();
        await host.Vendor.PlanAsync(correlation, "422+500");
        var refused = Assert.IsType<ValidationOutcome.Refused>(await impatient.ValidateAsync(
            ClientHost.NewApplicant(), new ValidateOptions { CorrelationId = correlation }));
        AssertProblem(ProblemCodes.VendorRejected, 502, false, refused);
        Assert.NotNull(refused.ValidationId);
    }

    [Fact]
    public async Task A_broken_rule_is_refused_with_the_errors_of_each_field()
    {
        var refused = Assert.IsType<ValidationOutcome.Refused>(
            await _finRisk.ValidateAsync(new Applicant("", "Doe", "9001011234088")));
        AssertProblem(ProblemCodes.ValidationFailed, 400, false, refused);
        Assert.Equal(["firstName", "idNumber"], refused.Problem.Errors.Keys.Order());
        Assert.All(refused.Problem.Errors.Values, Assert.NotEmpty);
        Assert.Equal((null, null), (refused.RetryAfter, refused.ValidationId));
    }

    [Fact]
    public async Task A_throttling_vendor_is_refused_with_Retry_After()
    {
        var correlation = Ids.CorrelationId();
        await host.Vendor.PlanAsync(correlation, "429 429 429/3");
        var refused = Assert.IsType<ValidationOutcome.Refused>(await _finRisk.ValidateAsync(
            ClientHost.NewApplicant(), new ValidateOptions { CorrelationId = correlation }));
        Assert.Equal((ProblemCodes.VendorThrottled, true), (refused.Problem.Code, refused.Problem.Retryable));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        Assert.NotNull(refused.ValidationId);
    }

    [Fact]
    public async Task A_validation_that_is_not_there_is_refused()
    {
        var refused = Assert.IsType<ValidationOutcome.Refused>(
            await _finRisk.GetAsync("no/such?validation-of-thirty-characters"));
        AssertProblem(ProblemCodes.NotFound, 404, false, refused);
    }

    [Fact]
    public async Task The_callers_key_is_sent()
    {
        using var keyed = await OwnTarget.StartAsync(("Local:Callers:lender:Key", "client-tests-lender-key"));
        var right = host.CreateClient(options => options.Key = "client-tests-lender-key", keyed.Host.Address);
        Assert.IsType<ValidationOutcome.Scored>(await right.ValidateAsync(ClientHost.NewApplicant()));
        var wrong = host.CreateClient(options => options.Key = "client-tests-other-key", keyed.Host.Address);
        var refused = Assert.IsType<ValidationOutcome.Refused>(await wrong.ValidateAsync(ClientHost.NewApplicant()));
        AssertProblem(ProblemCodes.Unauthorized, 401, false, refused);
    }

    private static void AssertProblem(string code, int status, bool retryable, ValidationOutcome.Refused refused) =>
        Assert.Equal((code, status, retryable), (refused.Problem.Code, refused.Problem.Status, refused.Problem.Retryable));
}
