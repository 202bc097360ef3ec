using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Docs;

/// <summary>Leads to another place of this host; anyone may keep that.</summary>
internal sealed class LeadAnswer(string place) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = place;
        httpContext.Response.Headers.CacheControl = FixedAnswer.CacheControl;
        return Task.CompletedTask;
    }
}
