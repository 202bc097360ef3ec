using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 3: the same key and payload mean one validation and one bill.</summary>
public sealed class IdempotencyTests : AcceptanceTest
{
    /// <summary>Keys that break the rule: 1 to 255 visible ASCII characters.</summary>
    public static TheoryData<string> Invalid => ["", "\"\"", new('k', 256), "two words", "tab\tbed"];

    /// <summary>Refused before anything happens.</summary>
    [Theory]
    [MemberData(nameof(Invalid))]
    public Task An_invalid_key_is_refused(string key) => IsRefusedAsync(key);

    /// <summary>The same beyond ASCII.</summary>
    [OwnEdgeTheory]
    [InlineData("k\u00E9y")]
    [InlineData("\u0645")]
    public Task A_key_beyond_ASCII_is_refused(string key) => IsRefusedAsync(key);

    private async Task IsRefusedAsync(string key) => Expect.Problem(
        await FinRisk.PostAsync(Applicant.New().ToJson(), ("Idempotency-Key", key)), 400, "idempotency-key-invalid");

    /// <summary>The shortest, the longest, and all visible signs.</summary>
    [Fact]
    public async Task A_key_of_up_to_255_visible_characters_is_accepted()
    {
        var visible = new string(
            [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(sign => sign is not '"')]);
        foreach (var key in new[] { Ids.IdempotencyKey().PadRight(255, 'k'), Ids.IdempotencyKey() + visible })
        {
            var applicant = Applicant.New();
            Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.Keyed(key)), applicant);
        }
    }

    /// <summary>The stored answer comes back and the vendor hears nothing.</summary>
    [Fact]
    public async Task A_repeated_request_is_replayed()
    {
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant, key), applicant);

        var again = Ids.CorrelationId();
        var answer = await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(again));
        var replayed = Expect.Score(answer, applicant);
        Assert.Equal("true", answer["Idempotency-Replayed"]);
        Assert.Equal(again, answer["X-Correlation-ID"]);
        AssertSameScore(first, replayed);
        Assert.Empty(await Vendor.CallsAsync(again));
    }

    /// <summary>"key" in quotes is the same key.</summary>
    [Fact]
    public async Task A_quoted_key_is_the_bare_one()
    {
        var applicant = Applicant.New();
        var key = Ids.IdempotencyKey();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.Keyed(key)), applicant);
        var answer = await FinRisk.ValidateAsync(applicant, Ids.Keyed($"\"{key}\""));
        Assert.Equal("true", answer["Idempotency-Replayed"]);
        AssertSameScore(first, Expect.Score(answer, applicant));
    }

    /// <summary>A structured-field string may hold spaces and carry parameters, which are no part of the key.</summary>
    [Fact]
    public async Task A_quoted_key_may_hold_spaces_and_carry_parameters()
    {
        var applicant = Applicant.New();
        var key = $"two words {Ids.IdempotencyKey()}";
        PersonalData.Mark(key);
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.Keyed($"\"{key}\"")), applicant);
        var answer = await FinRisk.ValidateAsync(applicant, Ids.Keyed($"\"{key}\";v=1"));
        Assert.Equal("true", answer["Idempotency-Replayed"]);
    }

    /// <summary>What counts is the applicant, not the order or spacing of the JSON.</summary>
    [Fact]
    public async Task The_payload_may_be_written_differently()
    {
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        (await FinRisk.ValidateAsync(applicant, key)).Is(200);
        var body = $$"""
              {
                "more": 1, "idNumber": "{{applicant.IdNumber}}",
              "lastName": " {{applicant.LastName}} ", "firstName": "{{applicant.FirstName}}" }
            """;
        var answer = await FinRisk.PostAsync(body, key);
        Expect.Score(answer, applicant);
        Assert.Equal("true", answer["Idempotency-Replayed"]);
    }

    /// <summary>Any of the three fields makes it another payload, also while the first is still running.</summary>
    [Fact]
    public async Task Another_payload_under_the_same_key_is_refused()
    {
        var applicant = Applicant.New();
        var other = Applicant.New();
        var correlation = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await Vendor.PlanAsync(correlation, "429/1 ok");
        Expect.Accepted(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation), Ids.Prefer("respond-async")));

        foreach (var changed in new[]
        {
            applicant with { FirstName = other.FirstName },
            applicant with { LastName = other.LastName },
            applicant with { IdNumber = other.IdNumber },
        })
        {
            Expect.Problem(await FinRisk.ValidateAsync(changed, key), 422, "idempotency-key-reused");
        }

        Expect.Score(await FinRisk.ValidateAsync(applicant, key), applicant);
        Expect.Problem(await FinRisk.ValidateAsync(other, key), 422, "idempotency-key-reused");
    }

    /// <summary>The second request waits for the first one's validation.</summary>
    [Fact]
    public async Task A_request_joins_the_running_validation()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await Vendor.PlanAsync(correlation, "429/2 ok");
        var first = FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation));
        await Vendor.WaitForCallsAsync(correlation, 1);

        var second = Expect.Score(await FinRisk.ValidateAsync(applicant, key), applicant);
        var started = Expect.Score(await first, applicant);
        AssertSameScore(started, second);
        var calls = await Vendor.CallsOfValidationAsync(started.GetProperty("validationId").GetString()!);
        Assert.Equal(2, calls.Length);
        Assert.Single(calls, call => call.Billed);
    }

    /// <summary>A caller whose client retries wildly still pays once.</summary>
    [Fact]
    public async Task Twenty_requests_at_once_are_one_validation()
    {
        var applicant = Applicant.New();
        var prefix = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await Vendor.PlanAsync(prefix, "ok+300", forever: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(number => FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy($"{prefix}-{number}"))));

        var ids = answers.Select(answer => Expect.Score(answer, applicant).GetProperty("validationId").GetString());
        Assert.Single(ids.Distinct());
        Assert.Single(await Vendor.CallsOfPrefixAsync(prefix));
    }

    /// <summary>The vendor's refusal of an applicant is an answer too.</summary>
    [Fact]
    public async Task A_refusal_by_the_vendor_is_replayed()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await Vendor.PlanAsync(correlation, "422");
        Expect.Problem(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation)), 502, "vendor-rejected");

        var again = Ids.CorrelationId();
        var answer = await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(again));
        answer.Is(502);
        Assert.Equal("vendor-rejected", answer.Get("code"));
        Assert.Equal("true", answer["Idempotency-Replayed"]);
        Assert.Empty(await Vendor.CallsAsync(again));
    }

    /// <summary>A failure of the vendor must not stick to the key.</summary>
    [Fact]
    public async Task A_key_starts_afresh_after_the_vendor_was_unavailable()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await Vendor.PlanAsync(correlation, "429 429 429");
        Expect.Problem(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation)), 503, "vendor-throttled");

        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, key), applicant);
        var answer = await FinRisk.ValidateAsync(applicant, key);
        Expect.Score(answer, applicant);
        Assert.Equal("true", answer["Idempotency-Replayed"]);
    }

    private static void AssertSameScore(JsonElement first, JsonElement second)
    {
        foreach (var property in new[] { "riskScore", "riskLevel", "validationId", "scoredAt" })
            Assert.Equal(first.GetProperty(property).ToString(), second.GetProperty(property).ToString());
    }
}
