using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Acceptance.Tests.Harness.Document;

namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>What the document promises has been seen: every operation, every status of it, every problem code of that.</summary>
[Collection(VeryLastGroup.Name)]
public sealed class DocumentCoverageTests : AcceptanceTest
{
    /// <summary>What only a host with settings or a fate of its own shows.</summary>
    private static readonly HashSet<string> OwnHostOnly =
    [
        "POST /validate 401", "POST /validate 401 unauthorized", "POST /validate 429", "POST /validate 429 rate-limited", "POST /validate 500",
        "POST /validate 500 internal", "POST /validate 503 service-not-configured", "GET /validations/{validationId} 401",
        "GET /validations/{validationId} 401 unauthorized", "GET /validations/{validationId} 500", "GET /validations/{validationId} 500 internal",
        "GET /health/ready 503",
    ];

    /// <summary>An order to the circuit that takes longer than five seconds to arrive: no host of the suite is that slow.</summary>
    private const string TooSlow = "POST /ops/circuit 202";

    /// <summary>A row that nobody has seen is a claim that nobody checks.</summary>
    [WholeSuiteFact]
    public async Task Everything_in_the_document_was_seen()
    {
        var document = await ApiDocument.OfAsync((await FinRisk.GetAsync("/health")).Uri);
        var rows =
            from row in document.Rows.Concat(document.OtherRows)
            from key in row.Codes.Select(code => AnswerCheck.Row(row.Operation, row.Status, code)).Append(AnswerCheck.Row(row.Operation, row.Status))
            where key != TooSlow && (!TargetEnvironment.IsRemote || !(OwnHostOnly.Contains(key) || NeedsOperator(key)))
            select key;
        Assert.Empty(rows.Except(AnswerCheck.Seen));
    }

    /// <summary>The suite has no operator's key for a host that runs already.</summary>
    private static bool NeedsOperator(string row) => row.Contains(" /ops", StringComparison.Ordinal);
}
