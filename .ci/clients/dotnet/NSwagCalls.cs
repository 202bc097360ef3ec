using Generated.NSwag;

namespace Calls;

/// <summary>A call that is scored, one that is accepted and one that is refused, by NSwag's client.</summary>
internal static class NSwagCalls
{
    public static async Task<string[]> RunAsync(Uri host)
    {
#pragma warning disable RS0030 // A program of a minute, as a caller of ours may write it.
        using var http = new HttpClient { BaseAddress = host };
#pragma warning restore RS0030
        var finRisk = new NSwagClient(http);
        if (new Uri(finRisk.BaseUrl) != host)
            throw new InvalidOperationException($"NSwag's client calls {finRisk.BaseUrl}.");
        var scored = await ValidateAsync("8001015009087");
        var accepted = await ValidateAsync("8001015009087", "respond-async", "no-cache");
        try
        {
            await ValidateAsync("9001011234088");
        }
        catch (ApiException<Problem> fault)
        {
            var problem = fault.Result;
            return [Describe(scored), Describe(accepted), $"nswag {problem.Status} {problem.Code} {problem.Retryable}"];
        }

        throw new InvalidOperationException("A broken rule was not refused.");

        Task<ValidateResponse> ValidateAsync(string idNumber, string? prefer = null, string? cacheControl = null) =>
            finRisk.ValidateAsync(
                null, null, prefer, cacheControl, null,
                new Applicant { FirstName = "Jane", LastName = "Doe", IdNumber = idNumber });
    }

    private static string Describe(ValidateResponse response) =>
        $"nswag {response.Status} {response.RiskScore?.ToString() ?? "none"} {response.RiskLevel?.ToString() ?? "none"}";
}
