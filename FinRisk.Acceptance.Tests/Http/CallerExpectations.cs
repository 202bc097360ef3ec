using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>What holds for callers with keys, whichever host demands them.</summary>
internal static class CallerExpectations
{
    /// <summary>Neither validations nor their status, and the refusal comes before any look at the request.</summary>
    public static async Task NothingIsServedAsync(params FinRiskClient[] strangers)
    {
        foreach (var stranger in strangers)
        {
            Refused(await stranger.ValidateAsync(Applicant.New()));
            Refused(await stranger.PostAsync("not json"));
            Refused(await stranger.GetAsync("/validations/unknown"));
        }
    }

    /// <summary>A platform that checks keys itself answers 401, too, but says nothing with it.</summary>
    private static void Refused(Answer answer)
    {
        if (TargetEnvironment.PlatformEdge)
            Assert.Equal("", answer.Is(401).Text);
        else
        {
            Expect.Problem(answer, 401, "unauthorized");
            Assert.Equal("ApiKey realm=\"FinRisk\", header=\"x-functions-key\"", answer["WWW-Authenticate"]);
        }
    }

    /// <summary>To another caller it is not even forbidden: it is not there. Gives the path of the validation.</summary>
    public static async Task<string> OnlyTheCallerSeesItAsync(FinRiskClient caller, FinRiskClient other)
    {
        var path = $"/validations/{(await caller.ValidateAsync(Applicant.New())).Is(200).Get("validationId")}";
        (await caller.GetAsync(path)).Is(200);
        Expect.Problem(await other.GetAsync(path), 404, "not-found");
        return path;
    }

    /// <summary>The same key of two callers are two keys.</summary>
    public static async Task KeysAreScopedAsync(FinRiskClient caller, FinRiskClient other)
    {
        var key = Ids.Keyed(Ids.IdempotencyKey());
        (await caller.ValidateAsync(Applicant.New(), key)).Is(200);
        var applicant = Applicant.New();
        Expect.FreshScore(await other.ValidateAsync(applicant, key), applicant);
    }
}
