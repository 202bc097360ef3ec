using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Stories;
using FinRisk.Scoring.Operations.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Operations;

/// <summary>
/// The HTTP triggers of the operations page and its endpoints (docs/contract.md, sections 14 and 15). The client parameters have
/// no use of their own: the binding makes the client of the Durable extension available to the endpoints.
/// </summary>
public sealed class OpsFunctions(
    SummaryEndpoint summary, StoryEndpoint stories, CircuitEndpoint circuit, SubjectEndpoint subjects)
{
    /// <summary>
    /// <c>GET /ops</c>: the page itself. Anonymous, because a browser has no key to send yet and the page contains no figures.
    /// </summary>
    [Function("OpsPage")]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops")] HttpRequest request) =>
        OperationsPage.WithKey;

    /// <summary><c>GET /ops/summary</c>: the figures of the page, see <see cref="SummaryEndpoint"/>.</summary>
    [Function("OpsSummary")]
    public async Task<IResult> SummaryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/summary")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await summary.HandleAsync(request.HttpContext);

    /// <summary><c>GET /ops/validations</c>: search by correlation id, see <see cref="StoryEndpoint"/>.</summary>
    [Function("OpsValidations")]
    public async Task<IResult> SearchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/validations")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await stories.SearchAsync(request.HttpContext);

    /// <summary><c>GET /ops/validations/{validationId}</c>: one validation's story, see <see cref="StoryEndpoint"/>.</summary>
    [Function("OpsValidation")]
    public async Task<IResult> StoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/validations/{validationId}")] HttpRequest request,
        string validationId,
        [DurableClient] DurableTaskClient client) =>
        await stories.FindAsync(request.HttpContext, validationId);

    /// <summary><c>POST /ops/circuit</c>: opens or closes a circuit by hand, see <see cref="CircuitEndpoint"/>.</summary>
    [Function("OpsCircuit")]
    public async Task<IResult> CircuitAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/circuit")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await circuit.HandleAsync(request.HttpContext);

    /// <summary><c>POST /ops/subjects/find</c>: finds an applicant's data, see <see cref="SubjectEndpoint"/>.</summary>
    [Function("OpsSubjectsFind")]
    public async Task<IResult> FindSubjectAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/subjects/find")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await subjects.FindAsync(request.HttpContext);

    /// <summary><c>POST /ops/subjects/erase</c>: erases an applicant's data, see <see cref="SubjectEndpoint"/>.</summary>
    [Function("OpsSubjectsErase")]
    public async Task<IResult> EraseSubjectAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/subjects/erase")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await subjects.EraseAsync(request.HttpContext);
}
