using System.Globalization;
using System.Security.Cryptography;
using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Applicants;

/// <summary>Ten thousand bodies: whatever a caller sends, the answer is a score or says what is wrong.</summary>
public sealed class GeneratedBodyTests(ITestOutputHelper output) : AcceptanceTest
{
    private const int Bodies = 10_000;
    private const int AtOnce = 16;

    private static readonly string[] Fields = ["firstName", "lastName", "idNumber"];
    private static readonly string[] Refusals = ["invalid-json", "validation-failed", "payload-too-large"];

    /// <summary>Not one 5xx, and every refusal names its field or has its code.</summary>
    [Fact]
    public async Task Any_body_gets_a_score_or_a_reason()
    {
        var seed = TargetEnvironment.Seed is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"FINRISK_SEED={seed}");
        var generator = new BodyGenerator(seed);
        var bodies = Enumerable.Range(0, Bodies).Select(_ => generator.Next()).ToArray();

        await Parallel.ForEachAsync(
            bodies.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (body, _) =>
            {
                var answer = await FinRisk.PostAsync(body.Item.Bytes, "application/json");
                if (!Fits(body.Item, answer))
                    Assert.Fail($"FINRISK_SEED={seed}, body {body.Index}, fault {body.Item.Fault}: {answer}");
            });
    }

    private static bool Fits(GeneratedBody body, Answer answer)
    {
        if (answer.Status is 200)
            return body.Fault is GeneratedBody.None or GeneratedBody.Somewhere;
        if (answer.Status is not (400 or 413) || answer.MediaType is not "application/problem+json")
            return false;
        var code = answer.Get("code");
        if (code is not "validation-failed")
            return body.Fault is GeneratedBody.Somewhere && Refusals.Contains(code);

        var errors = answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).ToArray();
        return body.Fault is GeneratedBody.Somewhere
            ? errors.Length > 0 && errors.All(Fields.Contains)
            : errors.SequenceEqual([body.Fault]);
    }
}
