using System.Text;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

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

    private async Task<string?> FindAsync(string correlationId, string name)
    {
        var lines = (await SharedFile.ReadAsync(HostLog!, Encoding.UTF8)).Split('\n');
        return lines.FirstOrDefault(line =>
            line.Contains(correlationId, StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal));
    }
}
