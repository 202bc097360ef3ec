using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 1, 2 and 3: where a host demands keys, callers are told apart by them.</summary>
public sealed class CallerKeyTests : AcceptanceTest
{
    /// <summary>Missing or wrong.</summary>
    [KeyedFact(callers: 1)]
    public async Task Without_the_right_key_nothing_is_served()
    {
        using var target = await KeyedTarget.StartAsync(FinRisk);
        await CallerExpectations.NothingIsServedAsync(target.Anyone, target.Anyone.As("wrong"));
    }

    /// <summary>To others it does not exist.</summary>
    [KeyedFact(callers: 2)]
    public async Task A_validation_is_seen_by_its_caller_alone()
    {
        using var target = await KeyedTarget.StartAsync(FinRisk);
        await CallerExpectations.OnlyTheCallerSeesItAsync(target.Caller, target.Other);
    }

    /// <summary>Two callers may choose the same key by chance.</summary>
    [KeyedFact(callers: 2)]
    public async Task An_idempotency_key_is_scoped_to_its_caller()
    {
        using var target = await KeyedTarget.StartAsync(FinRisk);
        await CallerExpectations.KeysAreScopedAsync(target.Caller, target.Other);
    }

    /// <summary>
    /// As from a page in a browser on its machine, by DNS rebinding or across origins: it would cost a vendor call.
    /// </summary>
    [OwnHostFact]
    public async Task A_host_without_keys_serves_no_foreign_page()
    {
        using var target = await OwnTarget.StartAsync();
        (string, string)[] foreign = [("Host", "evil.example"), (
            "Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")];
        foreach (var header in foreign)
        {
            Expect.Problem(await target.FinRisk.ValidateAsync(Applicant.New(), header), 403, "forbidden");
            Expect.Problem(
                await target.FinRisk.GetAsync("/validations/000000000000000000000000000000000000", header), 403, "forbidden");
        }

        (await target.FinRisk.GetAsync("/health/ready", ("Host", "evil.example"))).Is(200);
        Assert.Equal(0, (await target.Vendor.StatsAsync()).Calls);
    }

    /// <summary>The same on a local host with two callers and an operator.</summary>
    [OwnHostFact]
    public async Task The_local_host_tells_its_callers_apart()
    {
        var (lender, broker, support) = (Ids.IdempotencyKey(), Ids.IdempotencyKey(), Ids.IdempotencyKey());
        PersonalData.Mark(lender, broker, support);
        using var target = await OwnTarget.StartAsync(
            ("Local:Callers:lender:Key", lender), ("Local:Callers:broker:Key", broker),
            ("Local:Callers:support:Key", support), ("Local:Callers:support:Operator", "true"));
        var finRisk = target.FinRisk;

        await CallerExpectations.NothingIsServedAsync(
            finRisk.As(null), finRisk.As("wrong"), finRisk.As(""), finRisk.As(lender.ToUpperInvariant()));
        var path = await CallerExpectations.OnlyTheCallerSeesItAsync(finRisk.As(lender), finRisk.As(broker));
        (await finRisk.As(support).GetAsync(path)).Is(200);
        await CallerExpectations.KeysAreScopedAsync(finRisk.As(lender), finRisk.As(broker));
        (await finRisk.As(null).GetAsync("/health/ready")).Is(200);
    }
}
