using System.Net.Http.Json;
using System.Text.Json;
using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Tests.Hosting;
using FinRisk.Scoring.Ids;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>
/// One validation, sent with a caller's own <c>traceparent</c> to a vendor that fails as often as it is told to.
/// </summary>
internal sealed record TracedValidation(
    int Status, string ValidationId, string CorrelationId, IReadOnlyList<string> VendorTraceParents)
{
    public const string CallersSpan = "b7ad6b7169203331";

    private static int _applicants;

    public static async Task<TracedValidation> RunAsync(RunningHost host, string traceId, int vendorFaults, bool sampled = true)
    {
        using var control = new HttpRequestMessage(HttpMethod.Put, new Uri(host.Simulator!, "/control/faults"))
        {
            Content = JsonContent.Create(new { fault = 500, times = vendorFaults }),
        };
        if (vendorFaults > 0)
            (await host.Http.SendAsync(control)).EnsureSuccessStatusCode();

        // Another applicant each time, so that none is answered from the score cache.
        var name = $"Jane {new string((char)('a' + (Interlocked.Increment(ref _applicants) % 26)), 1 + (_applicants / 26))}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/validate")
        {
            Content = JsonContent.Create(new { firstName = name, lastName = "Doe", idNumber = "8001015009087" }),
        };
        request.Headers.Add("traceparent", $"00-{traceId}-{CallersSpan}-{(sampled ? "01" : "00")}");
        using var answer = await host.Http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = body.TryGetProperty("validationId", out var given)
            ? given.GetString()!
            : body.GetProperty("instance").GetString()!.Split('/')[^1];
        var journal = await host.Http.GetFromJsonAsync<JsonElement>(new Uri(host.Simulator!, "/control/journal"));
        return new TracedValidation(
            (int)answer.StatusCode,
            id,
            answer.Headers.GetValues("X-Correlation-ID").Single(),
            [
                .. from line in journal.GetProperty("entries").EnumerateArray()
                   where line.GetProperty("idempotencyKey").GetString() == id
                   select line.GetProperty("traceParent").GetString(),
            ]);
    }
}
