using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Acceptance.Tests.Harness.Document;

namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>What the document promises has been seen: every operation, every status of it, every problem code of that.</summary>
[Collection(VeryLastGroup.Name)]
public sealed class DocumentCoverageTests : AcceptanceTest
{
    /// <summary>
    /// An order to the circuit that takes longer than five seconds to arrive: no host of the suite is that slow.
    /// </summary>
    private const string TooSlow = "POST /ops/circuit 202";

    /// <summary>A row that nobody has seen is a claim that nobody checks.</summary>
    [WholeSuiteFact]
    public async Task Everything_in_the_document_was_seen()
    {
        var document = await ApiDocument.OfAsync((await FinRisk.GetAsync("/health")).Uri);
        var rows =
            from row in document.Rows.Concat(document.OtherRows)
            from key in row.Codes.Select(
                code => AnswerCheck.Row(row.Operation, row.Status, code)).Append(AnswerCheck.Row(row.Operation, row.Status))
            where key != TooSlow && !NeedsOutage(key) && (!TargetEnvironment.IsRemote || !NeedsOwnHost(key))
            select key;
        Assert.Empty(rows.Except(AnswerCheck.Seen));
    }

    /// <summary>No host of the suite loses its storage; FinRisk.Functions.Tests shows these answers.</summary>
    private static bool NeedsOutage(string row) =>
        row.EndsWith(" storage-unavailable", StringComparison.Ordinal)
        || row is "GET /validations/{validationId} 503" or "GET /ops/audit 503" or "GET /ops/audit/{validationId} 503"
            or "GET /ops/validations 503" or "GET /ops/validations/{validationId} 503";

    /// <summary>
    /// What only a host with keys, limits or a fate of its own shows; the suite has no operator's key for one that runs already.
    /// </summary>
    private static bool NeedsOwnHost(string row) =>
        row.Contains(" /ops", StringComparison.Ordinal)
        || row is "GET /health/ready 503"
        || row.Split(' ') is [_, _, "401" or "403" or "429" or "500", ..] or [.., "service-not-configured"];
}
