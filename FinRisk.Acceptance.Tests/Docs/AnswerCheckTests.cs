using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Acceptance.Tests.Harness.Document;
using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>
/// The check of every answer can fail: a real answer with one thing changed is refused, and the refusal says what.
/// </summary>
public sealed class AnswerCheckTests : AcceptanceTest
{
    /// <summary>What is changed in the body of a 200, and what is said of it.</summary>
    public static TheoryData<string, string?, string> Changes => new()
    {
        { "riskScore", "\"46\"", "IntegerExpected" },
        { "riskScore", "101", "NumberTooBig" },
        { "riskScore", "4.5", "IntegerExpected" },
        { "riskScore", null, "PropertyRequired" },
        { "riskLevel", "\"SEVERE\"", "NotInEnumeration" },
        { "scoredAt", "\"yesterday\"", "PatternMismatch" },
        { "validationId", "\"7\"", "PatternMismatch" },
        { "vendorScore", "46", "NoAdditionalPropertiesAllowed" },
    };

    /// <summary>A member that is gone, new, or something else.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_changed_member_is_refused(string member, string? json, string said)
    {
        var answer = await ScoreAsync();
        var body = JsonNode.Parse(answer.Text)!.AsObject();
        body.Remove(member);
        if (json is not null)
            body[member] = JsonNode.Parse(json);
        await RefusedAsync(answer, said, text: body.ToJsonString());
    }

    /// <summary>So is everything around the body.</summary>
    [Fact]
    public async Task A_changed_status_or_header_is_refused()
    {
        var answer = await ScoreAsync();
        await RefusedAsync(answer, "this status is not documented", status: 418);
        await RefusedAsync(answer, "the header X-Correlation-ID is missing", header: ("X-Correlation-ID", null));
        await RefusedAsync(answer, "header Cache-Control", header: ("Cache-Control", "public"));
        await RefusedAsync(answer, "the header X-Powered-By is not documented", header: ("X-Powered-By", "us"));
        await RefusedAsync(answer, "the content type text/plain is not documented", header: ("Content-Type", "text/plain"));
    }

    /// <summary>A code belongs to its status.</summary>
    [Fact]
    public async Task A_code_of_another_status_is_refused()
    {
        var answer = await FinRisk.PostAsync("{");
        await RefusedAsync(
            answer,
            "the code internal is not documented for this status",
            text: answer.Text.Replace("invalid-json", "internal", StringComparison.Ordinal));
    }

    private static async Task RefusedAsync(
        Answer answer, string said, string? text = null, int? status = null, (string Name, string? Value)? header = null)
    {
        var headers = answer.HeaderNames.ToDictionary(name => name, name => answer[name]!, StringComparer.OrdinalIgnoreCase);
        if (header is { } change)
        {
            headers.Remove(change.Name);
            if (change.Value is { } value)
                headers[change.Name] = value;
        }

        var changed = new Answer("POST", answer.Uri, status ?? answer.Status, headers, text ?? answer.Text);
        var refusal = await Assert.ThrowsAsync<FailException>(() => AnswerCheck.CheckAsync(answer.Uri, HttpMethod.Post, changed));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    private async Task<Answer> ScoreAsync() => (await FinRisk.ValidateAsync(Applicant.New(), Ids.Prefer("wait=50"))).Is(200);
}
