using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Client;
using Microsoft.Extensions.DependencyInjection;
using Caller = FinRisk.Acceptance.Tests.Harness.FinRiskClient;
using KnownCodes = FinRisk.Client.ProblemCodes;
using PackagedClient = FinRisk.Client.FinRiskClient;
using Person = FinRisk.Testing.Applicants.SampleApplicant;
using SentApplicant = FinRisk.Client.Applicant;

namespace FinRisk.Acceptance.Tests.Client;

/// <summary>
/// The client that callers install, against any host: what takes several of the contract's promises to be right. The form of
/// single answers is the other tests' affair.
/// </summary>
public sealed class PackagedClientTests : AcceptanceTest
{
    private readonly List<ServiceProvider> providers = [];

    /// <inheritdoc/>
    public override async Task DisposeAsync()
    {
        foreach (var provider in providers)
            await provider.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_score_is_scored_once_for_its_idempotency_key()
    {
        var (person, options) = (Person.New(), new ValidateOptions { IdempotencyKey = Ids.IdempotencyKey() });
        var client = ClientOf(FinRisk);
        var scored = Assert.IsType<ValidationOutcome.Scored>(await client.ValidateAsync(Sent(person), options));
        Assert.Equal(
            (person.ExpectedScore, person.ExpectedLevel), (scored.Score.Value, scored.Score.Level.ToString().ToUpperInvariant()));
        var again = Assert.IsType<ValidationOutcome.Scored>(await client.ValidateAsync(Sent(person), options));
        Assert.Equal((scored.ValidationId, scored.Score), (again.ValidationId, again.Score));
        Assert.Single(await Vendor.CallsOfValidationAsync(scored.ValidationId));
    }

    [Fact]
    public async Task A_validation_that_waits_for_the_vendor_is_followed_to_its_score()
    {
        var (person, options) = (Person.New(), new ValidateOptions { CorrelationId = Ids.CorrelationId() });
        await Vendor.PlanAsync(options.CorrelationId, "429/2 ok");
        var client = ClientOf(FinRisk, settings => settings.Wait = TimeSpan.Zero);
        var scored = Assert.IsType<ValidationOutcome.Scored>(await client.ValidateAsync(Sent(person), options));
        Assert.Equal((person.ExpectedScore, options.CorrelationId), (scored.Score.Value, scored.CorrelationId));
        Assert.Equal(2, (await Vendor.CallsAsync(options.CorrelationId)).Length);
    }

    [Fact]
    public async Task Throttling_is_degraded_where_an_older_score_is_known_and_refused_where_none_is()
    {
        var (known, unknown) = (Person.New(), Person.New());
        var client = ClientOf(FinRisk, settings => settings.MaxRetries = 0);
        var first = Assert.IsType<ValidationOutcome.Scored>(await client.ValidateAsync(Sent(known)));
        var options = new ValidateOptions { CorrelationId = Ids.CorrelationId(), SkipScoreCache = true };
        await Vendor.PlanAsync(options.CorrelationId, "429", forever: true);
        var degraded = Assert.IsType<ValidationOutcome.Degraded>(await client.ValidateAsync(Sent(known), options));
        Assert.Equal((first.Score, KnownCodes.VendorThrottled), (degraded.Score, degraded.Reason));
        var refused = Assert.IsType<ValidationOutcome.Refused>(await client.ValidateAsync(Sent(unknown), options));
        Assert.Equal((KnownCodes.VendorThrottled, true), (refused.Problem.Code, refused.Problem.Retryable));
        Assert.NotNull(refused.RetryAfter);
    }

    /// <summary>The caller notices nothing but the time.</summary>
    [OwnHostFact]
    public async Task A_host_that_is_killed_during_the_call_costs_the_caller_nothing()
    {
        using var target = await OwnTarget.StartAsync();
        var (person, options) = (Person.New(), new ValidateOptions { CorrelationId = Ids.CorrelationId() });
        await target.Vendor.PlanAsync(options.CorrelationId, "ok+800 ok");
        var call = ClientOf(target.FinRisk, settings => settings.MaxRetries = 10).ValidateAsync(Sent(person), options);
        await target.Vendor.WaitForCallsAsync(options.CorrelationId, 1);
        await target.KillAndRestartAsync();

        var scored = Assert.IsType<ValidationOutcome.Scored>(await call);
        Assert.Equal(person.ExpectedScore, scored.Score.Value);
        var calls = await target.Vendor.CallsAsync(options.CorrelationId);
        Assert.Single(calls.Select(received => received.IdempotencyKey).Distinct());
    }

    private static SentApplicant Sent(Person person)
    {
        PersonalData.Mark(person.FirstName, person.LastName, person.IdNumber);
        return new SentApplicant(person.FirstName, person.LastName, person.IdNumber);
    }

    private PackagedClient ClientOf(Caller caller, Action<FinRiskClientOptions>? configure = null)
    {
        var provider = new ServiceCollection()
            .AddFinRiskClient(options =>
            {
                (options.BaseAddress, options.Key) = (caller.FirstHost, caller.Key);
                configure?.Invoke(options);
            })
            .Services.BuildServiceProvider();
        providers.Add(provider);
        return provider.GetRequiredService<PackagedClient>();
    }
}
