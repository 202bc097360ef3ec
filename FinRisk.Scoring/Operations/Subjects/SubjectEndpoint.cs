using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.Subjects;

/// <summary>
/// <c>POST /ops/subjects/find</c> and <c>/erase</c> (docs/contract.md, section 15): an operator handles a data subject's request
/// for access or erasure. The method is POST because a GET would put the applicant into a URL, which proxies and browsers store.
/// </summary>
public sealed class SubjectEndpoint(
    ISubjectRecords records, LookupHasher hasher, IScoreCache cache, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The route of the search.</summary>
    public const string FindRoute = "/ops/subjects/find";

    /// <summary>The route of the erasure.</summary>
    public const string EraseRoute = "/ops/subjects/erase";

    /// <summary>Returns the data that is stored about an applicant.</summary>
    public Task<IResult> FindAsync(HttpContext http) => HandleAsync(http, isErasure: false);

    /// <summary>
    /// Deletes the data that is stored about an applicant; with <c>dryRun</c> only returns what would be deleted.
    /// </summary>
    public Task<IResult> EraseAsync(HttpContext http) => HandleAsync(http, isErasure: true);

    private async Task<IResult> HandleAsync(HttpContext http, bool isErasure)
    {
        var (request, refusal) = await OperatorRequest.ReadAsync(
            http, "the request", "one JSON object", utf8 => SubjectRequest.Read(utf8, isErasure));
        return request is null ? refusal! : await ExecuteAsync(http, request, isErasure && !request.DryRun);
    }

    /// <summary>
    /// Writes the audit record and then searches and erases, so that nothing happens without a record. An erasure is not
    /// cancelled if the operator disconnects.
    /// </summary>
    private async Task<IResult> ExecuteAsync(HttpContext http, SubjectRequest request, bool isErasure)
    {
        var action = isErasure ? AuditActions.SubjectErased : AuditActions.SubjectSearched;
        await audit.AppendAsync(
            AuditRecords.OperatorAction(action, http.GetCaller(), http.GetCorrelationId(), request.Reason, clock.GetUtcNow()),
            CancellationToken.None);

        var hashes = hasher.HashesOf(request.Applicant);
        var cancellation = isErasure ? CancellationToken.None : http.RequestAborted;
        var found = await records.FindAsync(hashes, request.ContinueFrom, cancellation);
        var erased = isErasure ? await EraseAsync(hashes, found) : null;
        return new JsonResponse<SubjectResponse>(
            StatusCodes.Status200OK,
            SubjectResponse.FromFindings(hashes, found, erased),
            SubjectJson.Default.SubjectResponse,
            headers: JsonResponse.NoSniff);
    }

    private async Task<SubjectErasure> EraseAsync(ApplicantHashes hashes, SubjectFindings found)
    {
        var erased = await records.EraseAsync(hashes, found, CancellationToken.None);
        foreach (var hash in hashes.Previous.Prepend(hashes.Current))
            await cache.RemoveAsync(hash);
        return erased;
    }
}
