using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FinRisk.Client.Tests;

/// <summary>Options are checked before the first request; ids are checked before they are sent.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = Read(("BaseAddress", "https://risk.example/apis"));
        Assert.Equal((20, 10, 120, 10, 3, null), (
            options.Wait.TotalSeconds, options.NetworkTimeout.TotalSeconds, options.CompletionTimeout.TotalSeconds,
            options.MaxRetryAfter.TotalSeconds, options.MaxRetries, options.Key));
    }

    [Theory]
    [InlineData("BaseAddress", "http://127.0.0.1:7071")]
    [InlineData("BaseAddress", "http://[::1]:7071/")]
    [InlineData("BaseAddress", "http://localhost")]
    [InlineData("Wait", "00:01:00")]
    [InlineData("MaxRetries", "0")]
    public void A_value_in_its_range_is_taken(string name, string value) =>
        Assert.NotNull(Read(("BaseAddress", "https://risk.example"), (name, value)));

    [Theory]
    [InlineData("BaseAddress", "http://risk.example")]
    [InlineData("BaseAddress", "relative")]
    [InlineData("BaseAddress", "https://user:pass@risk.example")]
    [InlineData("BaseAddress", "https://risk.example/?code=1")]
    [InlineData("Key", "")]
    [InlineData("Key", "two words")]
    [InlineData("Wait", "00:01:01")]
    [InlineData("Wait", "00:00:00.5")]
    [InlineData("NetworkTimeout", "00:00:00.9")]
    [InlineData("CompletionTimeout", "-00:00:01")]
    [InlineData("CompletionTimeout", "1.00:00:01")]
    [InlineData("MaxRetryAfter", "00:05:01")]
    [InlineData("MaxRetries", "11")]
    [InlineData("MaxRetries", "-1")]
    public void A_value_out_of_its_range_names_its_option(string name, string value)
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Read(("BaseAddress", "https://risk.example"), (name, value)));
        Assert.Contains($"FinRisk:{name} must be", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("caf\u00e9")]
    [InlineData("line\n")]
    public void An_idempotency_key_that_cannot_be_sent_is_an_argument_exception_that_does_not_quote_it(string key)
    {
        var exception = Assert.Throws<ArgumentException>(() => RequestIds.IdempotencyKey(key));
        Assert.True(key.Length == 0 || !exception.Message.Contains(key, StringComparison.Ordinal), "The key is quoted.");
        Assert.Throws<ArgumentException>(() => RequestIds.CorrelationId(key));
    }

    [Fact]
    public void An_id_is_at_most_as_long_as_the_contract_allows()
    {
        Assert.Equal(255, RequestIds.IdempotencyKey(new string('k', 255)).Length);
        Assert.Throws<ArgumentException>(() => RequestIds.IdempotencyKey(new string('k', 256)));
        Assert.Equal(128, RequestIds.CorrelationId(new string('c', 128)).Length);
        Assert.Throws<ArgumentException>(() => RequestIds.CorrelationId(new string('c', 129)));
        Assert.Throws<ArgumentException>(() => RequestIds.CorrelationId("two words"));
    }

    [Fact]
    public void Ids_that_are_not_given_are_random()
    {
        Assert.NotEqual(RequestIds.IdempotencyKey(null), RequestIds.IdempotencyKey(null));
        Assert.NotEqual(RequestIds.CorrelationId(null), RequestIds.CorrelationId(null));
        Assert.Equal(32, RequestIds.CorrelationId(null).Length);
    }

    private static FinRiskClientOptions Read(params (string Name, string Value)[] settings)
    {
        var values = settings.GroupBy(setting => setting.Name).ToDictionary(
            setting => $"FinRisk:{setting.Key}", setting => (string?)setting.Last().Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        using var provider = new ServiceCollection()
            .AddFinRiskClient(configuration.GetSection("FinRisk")).Services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<FinRiskClientOptions>>().Value;
    }
}
