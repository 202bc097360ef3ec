namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Opens the circuit from outside.</summary>
internal static class CircuitBreaking
{
    /// <summary>Lets every attempt fail until a request is answered circuit-open; that answer.</summary>
    /// <param name="finRisk">The host.</param>
    /// <param name="vendor">Its vendor.</param>
    /// <param name="prefix">A correlation id prefix for these requests.</param>
    /// <param name="fault">What happens to each of their calls.</param>
    public static async Task<Answer> OpenAsync(FinRiskClient finRisk, VendorClient vendor, string prefix, string fault)
    {
        await vendor.PlanAsync(prefix, fault, forever: true);
        for (var number = 0; number <= AcceptanceSettings.FailureThreshold; number++)
        {
            var answer = await finRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.{number}"));
            if (answer.Status is 503 && answer.Get("code") is "circuit-open")
                return answer;
        }

        throw new InvalidOperationException(
            $"The circuit did not open after {AcceptanceSettings.FailureThreshold} failed requests.");
    }
}
