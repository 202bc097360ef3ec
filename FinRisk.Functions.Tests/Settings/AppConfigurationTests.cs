using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using FinRisk.Functions.Settings;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Settings;

/// <summary>Feature flags out of Azure App Configuration, from its REST answers on.</summary>
public sealed class AppConfigurationTests : IDisposable
{
    private static readonly Uri Endpoint = new("https://store.azconfig.io");

    private readonly Store _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Flags_become_settings_and_the_request_is_the_one_that_is_documented()
    {
        _store.Answer = _ => Page(
            Flag("ScoreCache", "false"),
            Flag("StrictIdNumber", "true"),
            Flag(
                "CandidatePath",
                "true",
                """{"name":"Microsoft.Targeting","parameters":{"Audience":{"DefaultRolloutPercentage":12}}}"""),
            Flag("SomebodyElses", "true"));
        var configuration = Build();
        Assert.Equal(
            [("Features:CandidatePath", "12"), ("Features:ScoreCache", "false"), ("Validation:StrictIdNumber", "true")],
            configuration.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Equal(
            (
                "https://store.azconfig.io/kv?key=.appconfig.featureflag%2F%2A&label=%00&api-version=2023-11-01",
                "Bearer token"), Assert.Single(_store.Asked));
    }

    [Theory]
    [InlineData("true", "", "100")]
    [InlineData("false", "", "0")]
    [InlineData("true", """{"name":"Microsoft.TimeWindow","parameters":{}}""", "0")]
    public void A_percentage_without_a_percentage_is_all_or_nothing(string enabled, string filter, string percent)
    {
        _store.Answer = _ => Page(Flag("CandidatePath", enabled, filter));
        Assert.Equal(percent, Build()["Features:CandidatePath"]);
    }

    [Fact]
    public void All_pages_are_read()
    {
        _store.Answer = path => path.Contains("after", StringComparison.Ordinal)
            ? Page(Flag("GracefulDegradation", "false"))
            : Page(Flag("ScoreCache", "false"))[..^1] + ""","@nextLink":"/kv?after=x"}""";
        var configuration = Build();
        Assert.Equal(("false", "false"), (configuration["Features:ScoreCache"], configuration["Features:GracefulDegradation"]));
    }

    [Fact]
    public async Task A_change_is_announced_and_an_outage_changes_nothing()
    {
        _store.Answer = _ => Page(Flag("ScoreCache", "true"));
        var source = Source();
        var configuration = new ConfigurationBuilder().Add(source).Build();
        var reloads = 0;
        using var watching = Microsoft.Extensions.Primitives.ChangeToken.OnChange(configuration.GetReloadToken, () => reloads++);

        await source.Provider.RefreshAsync(default);
        Assert.Equal(0, reloads);
        _store.Answer = _ => Page(Flag("ScoreCache", "false"));
        await source.Provider.RefreshAsync(default);
        Assert.Equal((1, "false"), (reloads, configuration["Features:ScoreCache"]));

        foreach (
            var broken in (string?[])
            [
                null,
                "<html>",
                """{"items":[{"key":".appconfig.featureflag/ScoreCache","value":"{}"}]}""",
                """{"items":[{"key":".appconfig.featureflag/ScoreCache","value":null}]}""",
            ])
        {
            _store.Answer = _ => broken;
            await source.Provider.RefreshAsync(default);
            Assert.NotNull(source.Provider.LastError);
            Assert.Equal((1, "false"), (reloads, configuration["Features:ScoreCache"]));
        }

        _store.Answer = _ => Page();
        await source.Provider.RefreshAsync(default);
        Assert.Null(source.Provider.LastError);
        Assert.Null(configuration["Features:ScoreCache"]);
    }

    /// <summary>Neither during the request nor between its tries, of which the first may have failed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_is_no_outage(bool isAfterFailure)
    {
        var source = Source();
        using var stopping = new CancellationTokenSource();
        _store.Intercept = async cancelled =>
        {
            if (isAfterFailure && _store.Asked.Count == 1)
                throw new HttpRequestException("The connection broke.");
            await stopping.CancelAsync();
            cancelled.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.Provider.RefreshAsync(stopping.Token));
        Assert.True(stopping.IsCancellationRequested);
        Assert.Null(source.Provider.LastError);
    }

    [Fact]
    public void A_store_that_hangs_at_the_start_is_an_outage()
    {
        _store.Intercept = cancelled => Task.Delay(Timeout.Infinite, cancelled);
        var source = Source();
        new ConfigurationBuilder().Add(source).Build();
        Assert.IsAssignableFrom<OperationCanceledException>(source.Provider.LastError);
    }

    [Fact]
    public void A_store_that_is_away_at_the_start_leaves_the_settings_as_they_are()
    {
        _store.Answer = _ => null;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Features:ScoreCache", "false")]).Add(Source()).Build();
        Assert.Equal("false", configuration["Features:ScoreCache"]);
    }

    /// <summary>The whole way: the source in the app's configuration, its change in the flags that a request reads.</summary>
    [Fact]
    public async Task A_changed_flag_reaches_a_request_without_a_restart()
    {
        _store.Answer = _ => Page(Flag("GracefulDegradation", "true"));
        var source = Source();
        var builder = Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(TestHost.Settings());
        builder.Configuration.Sources.Add(source);
        builder.AddFinRisk();
        using var host = builder.Build();
        var features = host.Services.GetRequiredService<FeatureFlags>();
        Assert.True(features.Current.GracefulDegradation);
        await host.Services.GetServices<IHostedService>().OfType<FeatureReload>().Single().StartAsync(default);

        _store.Answer = _ => Page(Flag("GracefulDegradation", "false"));
        await source.Provider.RefreshAsync(default);
        Assert.False(features.Current.GracefulDegradation);
    }

    private static string Flag(string name, string enabled, string filter = "")
    {
        var flag = $$$"""{"id":"{{{name}}}","enabled":{{{enabled}}},"conditions":{"client_filters":[{{{filter}}}]}}""";
        return $$"""{"key":".appconfig.featureflag/{{name}}","value":{{System.Text.Json.JsonSerializer.Serialize(flag)}}}""";
    }

    private static string Page(params string[] items) => """{"items":[""" + string.Join(',', items) + "]}";

    private AppConfigurationSource Source()
    {
        var options = new AppConfigurationSource.PipelineOptions { Transport = new HttpClientTransport(_store) };
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return new(
            Endpoint,
            DelegatedTokenCredential.Create((_, _) => new AccessToken("token", DateTimeOffset.MaxValue)))
        { Options = options };
    }

    private IConfigurationRoot Build() => new ConfigurationBuilder().Add(Source()).Build();

    /// <summary>App Configuration as its clients see it: pages of JSON, or trouble.</summary>
    private sealed class Store : HttpMessageHandler
    {
        public Func<string, string?> Answer { get; set; } = _ => null;

        /// <summary>What happens before an answer.</summary>
        public Func<CancellationToken, Task> Intercept { get; set; } = _ => Task.CompletedTask;

        public List<(string, string)> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add((request.RequestUri!.AbsoluteUri, request.Headers.Authorization!.ToString()));
            await Intercept(cancellationToken);
            return Answer(request.RequestUri.PathAndQuery) is { } text
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) }
                : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
    }
}
