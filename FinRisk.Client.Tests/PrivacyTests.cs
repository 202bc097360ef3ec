using FinRisk.Client.Tests.Harness;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Client.Tests;

/// <summary>The applicant and the caller's key are in the request and nowhere else.</summary>
public sealed class PrivacyTests(ClientHost host) : IClassFixture<ClientHost>
{
    private const string Key = "a-key-of-the-client-tests";

    internal static void AssertHoldsNothingOf(Applicant applicant, string text) => Assert.All(
        [applicant.FirstName, applicant.LastName, applicant.IdNumber],
        value => Assert.False(text.Contains(value, StringComparison.OrdinalIgnoreCase), "It holds applicant data."));

    [Fact]
    public async Task No_log_line_of_any_level_holds_applicant_or_key()
    {
        var log = new LogRecorder();
        await using var provider = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddFinRiskClient(options => (options.BaseAddress, options.Key) = (host.Target.Host.Address, Key))
            .Services.BuildServiceProvider();
        var applicant = ClientHost.NewApplicant();
        var outcome = await provider.GetRequiredService<FinRiskClient>().ValidateAsync(applicant);
        var lines = log.Events.Select(line => $"{line.Text} {line.Scope} {string.Join(" ", line.Values)}");
        var text = string.Join('\n', [.. lines, outcome.ToString(), applicant.ToString()]);
        Assert.Contains("x-functions-key", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        AssertHoldsNothingOf(applicant, text);
    }

    [Fact]
    public void An_error_in_the_options_quotes_no_value()
    {
        var services = new ServiceCollection()
            .AddFinRiskClient(options => (options.BaseAddress, options.Key) = (new Uri("http://risk.example"), Key + "\n"))
            .Services.BuildServiceProvider();
        var exception = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<FinRiskClient>());
        Assert.Contains("FinRisk:BaseAddress", exception.Message, StringComparison.Ordinal);
        Assert.Contains("FinRisk:Key", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }
}
