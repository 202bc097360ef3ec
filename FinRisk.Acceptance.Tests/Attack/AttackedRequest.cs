using System.Diagnostics;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>
/// One request for a score, as the caller sees it: sent, answered, and repeated under its key until it is accepted.
/// </summary>
internal sealed class AttackedRequest(string correlationId, string prefer)
{
    /// <summary>The first answer where the connection broke.</summary>
    public const string NoAnswer = "no answer";

    private readonly Applicant _applicant = Applicant.New();
    private readonly string _key = Ids.IdempotencyKey();

    public string CorrelationId => correlationId;

    /// <summary>The status of the first answer, with the problem's code; or <see cref="NoAnswer"/>.</summary>
    public string FirstAnswer { get; private set; } = NoAnswer;

    /// <summary>How long the first answer took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>The validation, once one of the answers named it.</summary>
    public string? ValidationId { get; private set; }

    /// <summary>How it ended, or null where it has not.</summary>
    public string? End { get; private set; }

    /// <summary>Sends it for the first time.</summary>
    public async Task SendAsync(FinRiskClient finRisk)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await TrySendAsync(finRisk);
        Took = Stopwatch.GetElapsedTime(began);
        if (answer is not null)
            FirstAnswer = answer.Status < 400 ? $"{answer.Status}" : $"{answer.Status} {CodeOf(answer)}";
    }

    /// <summary>Repeats it until it is accepted, and follows it to its end.</summary>
    /// <param name="finRisk">The hosts.</param>
    /// <param name="patience">Ends when it has taken too long.</param>
    public async Task SettleAsync(FinRiskClient finRisk, CancellationToken patience)
    {
        while (End is null && !patience.IsCancellationRequested)
        {
            if (ValidationId is null)
                await TrySendAsync(finRisk);
            if (ValidationId is not null)
            {
                var status = await TryAsync(() => finRisk.GetAsync($"/validations/{ValidationId}"));
                End = status is { Status: 200 } ? EndOf(status) : null;
            }

            if (End is null)
                await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
        }
    }

    /// <summary>For a failure message.</summary>
    public override string ToString() => $"{ValidationId ?? correlationId} (first {FirstAnswer}, end {End ?? "none"})";

    private static string? EndOf(Answer status) => status.Get("status") switch
    {
        "Completed" => "scored",
        "Failed" => status.Json.GetProperty("problem").GetProperty("code").GetString(),
        _ => null,
    };

    private async Task<Answer?> TrySendAsync(FinRiskClient finRisk)
    {
        var answer = await TryAsync(() => finRisk.ValidateAsync(
            _applicant, Ids.CorrelatedBy(correlationId), Ids.Keyed(_key), Ids.Prefer(prefer)));
        if (answer is { Status: 200 or 202 })
            ValidationId ??= answer.Get("validationId");
        return answer;
    }

    private static async Task<Answer?> TryAsync(Func<Task<Answer>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // The host is gone, or says nothing for a minute: a caller would try again.
            return null;
        }
    }

    private static string CodeOf(Answer answer) =>
        answer.MediaType is "application/problem+json" ? answer.Get("code") : "without a problem";
}
