using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Follows a validation by its status resource.</summary>
internal static class ValidationStatus
{
    /// <summary>The status once it is <c>Completed</c> or <c>Failed</c>.</summary>
    public static Task<Answer> FinishedAsync(FinRiskClient finRisk, string validationId, TimeSpan? within = null) =>
        Eventually.GetAsync(
        async () =>
        {
            var answer = (await finRisk.GetAsync($"/validations/{validationId}")).Is(200);
            return answer.Get("status") is "Completed" or "Failed" ? answer : null;
        },
        "the validation finished",
        within);
}
