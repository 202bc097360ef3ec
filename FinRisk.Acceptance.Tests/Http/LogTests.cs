using System.Text;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 8: operators find a request's events by its correlation id.</summary>
public sealed class LogTests : AcceptanceTest
{
    /// <summary>Each line is one JSON object.</summary>
    [OwnHostFact]
    public async Task A_validation_leaves_its_events_as_json_with_the_correlation_id()
    {
        var id = Ids.CorrelationId();
        (await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(id))).Is(200);
        foreach (var name in new[] { "validation_accepted", "validation_completed" })
        {
            var line = await Eventually.GetAsync(() => FindAsync(id, name), $"a log line {name} with the correlation id");
            using var json = JsonDocument.Parse(line);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        }
    }

    /// <summary>One line, whatever the refusal; without anything of the applicant.</summary>
    [OwnHostFact]
    public async Task A_refusal_leaves_one_line_with_code_caller_and_correlation_id()
    {
        var id = Ids.CorrelationId();
        var applicant = Applicant.New() with { LastName = "Sekgobela7" };
        (await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(id))).Is(400);
        var line = await Eventually.GetAsync(
            () => FindAsync(id, "request_refused"), "a log line request_refused with the correlation id");
        using var json = JsonDocument.Parse(line);
        Assert.Equal(
            ("Information", "validation-failed", "local"),
            (Text(json, "level"), Text(json, "code"), Text(json, "caller")));
        Assert.DoesNotContain("Sekgobela", line, StringComparison.Ordinal);
        var lines = (await SharedFile.ReadAsync(HostLog!, Encoding.UTF8)).Split('\n');
        Assert.Single(lines, one => one.Contains(id, StringComparison.Ordinal));
    }

    /// <summary>An answer out of the score cache calls nobody, and still can be found.</summary>
    [OwnHostFact]
    public async Task A_cached_answer_leaves_a_line_with_the_validation_that_obtained_the_score()
    {
        var id = Ids.CorrelationId();
        var applicant = Applicant.New();
        var scored = (await FinRisk.ValidateAsync(applicant)).Is(200);
        (await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(id))).Is(200);
        var line = await Eventually.GetAsync(
            () => FindAsync(id, "score_reused"), "a log line score_reused with the correlation id");
        using var json = JsonDocument.Parse(line);
        Assert.Equal((scored.Get("validationId"), "local"), (Text(json, "validationId"), Text(json, "caller")));
    }

    private static string? Text(JsonDocument line, string member) => line.RootElement.GetProperty(member).GetString();

    private async Task<string?> FindAsync(string correlationId, string name)
    {
        var lines = (await SharedFile.ReadAsync(HostLog!, Encoding.UTF8)).Split('\n');
        return lines.FirstOrDefault(line =>
            line.Contains(correlationId, StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal));
    }
}
