using Generated.Kiota;
using Generated.Kiota.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Calls;

/// <summary>
/// A call that is scored, one that is accepted and one that is refused, by Kiota's client, at the document's own address.
/// </summary>
internal static class KiotaCalls
{
    public static async Task<string[]> RunAsync()
    {
        // No address is set here: the client knows the one of the document that it was generated from.
        var finRisk = new KiotaClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()));
        var scored = await finRisk.Validate.PostAsync(Applicant("8001015009087"));
        var accepted = await finRisk.Validate.PostAsync(Applicant("8001015009087"), request =>
        {
            request.Headers.Add("Prefer", "respond-async");
            request.Headers.Add("Cache-Control", "no-cache");
        });
        try
        {
            await finRisk.Validate.PostAsync(Applicant("9001011234088"));
        }
        catch (Problem problem)
        {
            return [Describe(scored!), Describe(accepted!), $"kiota {problem.Status} {problem.Code} {problem.Retryable}"];
        }

        throw new InvalidOperationException("A broken rule was not refused.");
    }

    private static Applicant Applicant(string idNumber) => new() { FirstName = "Jane", LastName = "Doe", IdNumber = idNumber };

    private static string Describe(ValidateResponse response) =>
        $"kiota {response.Status} {response.RiskScore?.ToString() ?? "none"} {response.RiskLevel?.ToString() ?? "none"}";
}
