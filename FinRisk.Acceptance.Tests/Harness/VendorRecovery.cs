namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Puts the vendor and the circuit back into order.</summary>
internal static class VendorRecovery
{
    /// <summary>Ends all faults, then asks for scores until one is fresh: the circuit is closed and its count is zero.</summary>
    public static async Task CompleteAsync(FinRiskClient finRisk, VendorClient vendor)
    {
        await vendor.ResetAsync();
        await Eventually.TrueAsync(
            async () => await finRisk.ValidateAsync(Applicant.New()) is { Status: 200 } answer
                && !answer.Json.GetProperty("degradedMode").GetBoolean(),
            "a fresh score after the vendor recovered");
    }
}
