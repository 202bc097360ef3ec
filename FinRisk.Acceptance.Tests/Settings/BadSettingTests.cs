using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Settings;

/// <summary>Contract 9: a bad value stops the start with a message that names the setting, the fault and the range.</summary>
public sealed class BadSettingTests
{
    private const string AttemptSpan = @"00:01:00|60\s?s|1 minute";

    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    /// <summary>A setting, a bad value, and what the message must say about the range.</summary>
    public static TheoryData<string, string, string> Bad => new()
    {
        { "RiskShield:BaseUrl", "http://api.riskshield.com", "https" },
        { "RiskShield:BaseUrl", "ftp://127.0.0.1", "https" },
        { "RiskShield:BaseUrl", "not a url", "https" },
        { "RiskShield:ConnectTimeout", "00:00:00.05", AttemptSpan },
        { "RiskShield:ConnectTimeout", "00:02:00", AttemptSpan },
        { "RiskShield:AttemptTimeout", "00:01:01", AttemptSpan },
        { "RiskShield:AttemptTimeout", "soon", "" },
        { "RiskShield:MaxConcurrentCalls", "0", "1" },
        { "RiskShield:MaxCallsPerSecond", "0", "1" },
        { "Retry:MaxAttempts", "0", "10" },
        { "Retry:MaxAttempts", "11", "10" },
        { "Retry:MaxAttempts", "many", "" },
        { "Circuit:FailureThreshold", "0", "1" },
        { "Circuit:ProbeLease", "00:00:00.9", "AttemptTimeout|attempt" },
        { "Validation:SyncWait", "00:01:01", AttemptSpan },
        { "Validation:SyncWait", "-00:00:01", AttemptSpan },
        { "Validation:StrictIdNumber", "perhaps", "" },
        { "RateLimit:Permits", "-1", "0" },
        { "Features:ScoreCache", "perhaps", "" },
    };

    /// <summary>The process ends by itself, with a code that is not zero.</summary>
    [OwnHostTheory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_setting_stops_the_start(string setting, string value, string range)
    {
        using var process = LocalHost.StartUnready(Nowhere, AcceptanceSettings.With((setting, value)));
        await process.WaitForExitAsync(Eventually.Patience);
        var output = await process.LogTailAsync();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(setting, output, StringComparison.Ordinal);
        Assert.Matches(range, output);
        Assert.DoesNotContain("riskshield-simulator-key", output, StringComparison.Ordinal);
    }
}
