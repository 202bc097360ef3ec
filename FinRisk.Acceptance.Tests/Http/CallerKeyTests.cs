using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 1, 2 and 3: where a host demands keys, callers are told apart by them.</summary>
public sealed class CallerKeyTests : AcceptanceTest
{
    /// <summary>Missing or wrong.</summary>
    [KeyedFact(callers: 1)]
    public async Task Without_the_right_key_nothing_is_served()
    {
        Expect.Problem(await FinRisk.As(null).ValidateAsync(Applicant.New()), 401, "unauthorized");
        Expect.Problem(await FinRisk.As("wrong").ValidateAsync(Applicant.New()), 401, "unauthorized");
    }

    /// <summary>To others it does not exist.</summary>
    [KeyedFact(callers: 2)]
    public async Task A_validation_is_seen_by_its_caller_alone()
    {
        var answer = (await FinRisk.ValidateAsync(Applicant.New())).Is(200);
        var path = $"/validations/{answer.Get("validationId")}";
        (await FinRisk.GetAsync(path)).Is(200);
        Expect.Problem(await FinRisk.As(TargetEnvironment.OtherKey).GetAsync(path), 404, "not-found");
    }

    /// <summary>Two callers may choose the same key by chance.</summary>
    [KeyedFact(callers: 2)]
    public async Task An_idempotency_key_is_scoped_to_its_caller()
    {
        var key = Ids.Keyed(Ids.IdempotencyKey());
        (await FinRisk.ValidateAsync(Applicant.New(), key)).Is(200);
        var other = Applicant.New();
        Expect.FreshScore(await FinRisk.As(TargetEnvironment.OtherKey).ValidateAsync(other, key), other);
    }
}
