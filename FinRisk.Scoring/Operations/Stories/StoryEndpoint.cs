using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.Stories;

/// <summary>
/// <c>GET /ops/validations/{validationId}</c> and <c>GET /ops/validations?correlationId=</c> (docs/contract.md, section 14), for
/// operators only: the story of one validation (its attempts and its outcome), and the validations of a correlation id. A story
/// has no score, so reading a validation that the host still has is not audited; every read of the audit log is.
/// </summary>
public sealed class StoryEndpoint(
    IValidationHost host, IOperationsView operations, IAuditReader reader, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The route of the search, with the query parameters <c>correlationId</c> and <c>day</c>.</summary>
    public const string SearchRoute = "/ops/validations";

    /// <summary>The route of one validation's story.</summary>
    public const string Route = "/ops/validations/{validationId}";

    private const string NotFound =
        "There is no such validation: it never existed, or its data has been purged. Search for a correlation id "
        + "with GET /ops/validations?correlationId=";

    /// <summary>
    /// Returns the story of one validation. If the validation was purged, the story is what the audit log still has; otherwise
    /// 404.
    /// </summary>
    public async Task<IResult> FindAsync(HttpContext http, string? validationId)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;
        if (!ValidationId.TryParse(validationId, out var id))
            return Problems.Create(http, ProblemKind.NotFound, NotFound);

        LogScope.SetValidationId(http, id.Value);
        if (await host.FindAsync(id, http.RequestAborted) is { } record)
            return Respond(StoryMapper.FromRecord(record, clock.GetUtcNow()));

        var records = await reader.FindAsync(id, http.RequestAborted);
        if (records.LastOrDefault(record => record.Action == AuditActions.ValidationEnded) is not { } ended)
            return Problems.Create(http, ProblemKind.NotFound, NotFound);
        await audit.AppendReadAsync(http, clock.GetUtcNow(), id.Value);
        return Respond(StoryMapper.FromAudit(id, ended));
    }

    /// <summary>
    /// Finds the validations that requests with a correlation id started, and such requests that were answered without a
    /// validation. Searches the audit log, one day or the last seven, and the validations that have not ended.
    /// </summary>
    public async Task<IResult> SearchAsync(HttpContext http)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal)
            || !CorrelationQuery.TryRead(http, clock, out var query, out refusal))
        {
            return refusal;
        }

        await audit.AppendReadAsync(http, clock.GetUtcNow(), description: query.Description);
        var (records, complete) = await query.FindAsync(reader, http.RequestAborted);
        var unfinished = await operations.FindUnfinishedAsync(query.Id, http.RequestAborted);
        return new JsonResponse<StorySearchResponse>(
            StatusCodes.Status200OK,
            StoryMapper.FromSearch(query, records, unfinished, complete && unfinished.Complete),
            StoriesJson.Default.StorySearchResponse,
            headers: JsonResponse.NoSniff);
    }

    private static JsonResponse<StoryResponse> Respond(StoryResponse story) =>
        new(StatusCodes.Status200OK, story, StoriesJson.Default.StoryResponse, headers: JsonResponse.NoSniff);
}
